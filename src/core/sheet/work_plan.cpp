#include "core/sheet/work_plan.hpp"

#include <algorithm>

namespace paliad::sheet {

namespace {

// A worker takes some milliseconds to start, in which it could read and write a fraction of this.
constexpr std::uint64_t worth_a_worker = 2UL << 20;

std::uint64_t shared_bytes(const std::vector<SheetSize>& sizes) {
  std::uint64_t bytes = 0;
  for (const SheetSize& size : sizes)
    if (size.parallel_safe) bytes += size.bytes;
  return bytes;
}

}  // namespace

unsigned worthwhile_workers(const std::vector<SheetSize>& sizes, unsigned most) {
  return static_cast<unsigned>(std::min<std::uint64_t>(most, shared_bytes(sizes) / worth_a_worker));
}

ReadingPlan plan_reading(const model::BundleInfo& info, const xlsx::WorkbookFrame& frame,
                         const std::vector<SheetSize>& sizes, unsigned workers) {
  ReadingPlan plan;
  const std::uint64_t fair_share = shared_bytes(sizes) / (workers + 1);
  for (std::size_t i = 0; i < info.sheets.size(); ++i) {
    plan.sheets.push_back({info.sheets[i], sizes[i].reads, frame.pages[i]});
    if (workers == 0 || !sizes[i].parallel_safe)
      plan.alone.push_back(i);
    else if (sizes[i].bytes > fair_share)
      plan.split.push_back(i);
    else
      plan.shared.push_back(i);
  }
  for (std::vector<std::size_t>* sheets : {&plan.split, &plan.shared})
    std::stable_sort(sheets->begin(), sheets->end(),
                     [&](std::size_t a, std::size_t b) { return sizes[a].bytes > sizes[b].bytes; });
  return plan;
}

}  // namespace paliad::sheet
