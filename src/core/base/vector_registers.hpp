// What a library leaves in the processor's vector registers.
#pragma once

namespace paliad {

// Clears the upper halves of the vector registers that SSE knows too (0 to 15), where the processor
// has such (x86 with AVX). To be called after each routine of ISA-L: up to 2.31 they return with
// what AVX-512 wrote there, and from then on every SSE instruction of the process, the server's and
// ours, has to carry it along (Intel's optimization manual, "Mixing AVX Code with SSE Code"). A
// backup took 5 % longer.
void clear_upper_halves() noexcept;

}  // namespace paliad
