// Resets the processor's vector registers after a library has used them.
#pragma once

namespace paliad {

// Clears the upper halves of vector registers 0 to 15, which SSE uses too; does nothing where the
// processor isn't an x86 with AVX. To be called after each routine of ISA-L: up to version 2.31
// they return with the halves filled by AVX-512, and then every SSE instruction of the process must
// preserve them, which is slower (Intel's optimization manual, "Mixing AVX Code with SSE Code"). A
// backup took 5 % longer.
void clear_upper_halves() noexcept;

}  // namespace paliad
