// Bundles of every format that was ever written can be read. Runs in the checkout's top folder.
#include "core/base/digest.hpp"
#include "core/bundle/bundle_reader.hpp"
#include "core/verify/verify.hpp"
#include "unit/support/small_bundle.hpp"

#include <filesystem>
#include <gtest/gtest.h>

namespace paliad::bundle {
namespace {

std::vector<std::string> old_bundles() {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator("test/bundles"))
    if (entry.path().extension() == ".zip") paths.push_back(entry.path().string());
  return paths;
}

class OldBundles : public testing::TestWithParam<std::string> {};

TEST_P(OldBundles, AreProved) {
  const std::string bytes = test::read_file(GetParam());
  const UniqueFd file(::open(GetParam().c_str(), O_RDONLY | O_CLOEXEC));
  const model::BundleInfo info =
      bundle::manifest_of({file.get(), GetParam(), bundle::most_entries});
  EXPECT_EQ(info.sheets.size(), 6U);
  Sha256 sha256;
  sha256.update(bytes);
  const verify::Expected expected{info.id, "kanzlei", "", bytes.size(), to_hex(sha256.finish())};
  const auto findings = verify::verify_artifact(file.get(), GetParam(), expected,
                                                test::SmallBundle::nameless, no_poll);
  for (const verify::Finding& finding : findings)
    EXPECT_TRUE(finding.ok) << finding.item << ": " << finding.detail.text;
  EXPECT_GT(findings.size(), 20U);
}

INSTANTIATE_TEST_SUITE_P(EveryFormat, OldBundles, testing::ValuesIn(old_bundles()));

}  // namespace
}  // namespace paliad::bundle
