#include "core/schema/needed_objects.hpp"

#include <gtest/gtest.h>

namespace paliad::schema {
namespace {

constexpr std::uint32_t catalog = 1;

struct Graph : ObjectGraph {
  Address add(Kind kind, const std::string& name, bool asked = false) {
    Object object;
    object.address = {catalog, static_cast<std::uint32_t>(20000 + objects.size())};
    object.kind = kind;
    object.name = name;
    object.asked = asked;
    objects.push_back(object);
    return object.address;
  }
  void needs(Address object, Address needed) { dependencies.push_back({object, 0, needed, 0}); }

  // The names of the objects that remain.
  std::vector<std::string> left() const {
    Losses losses(objects.size());
    lose_unneeded(*this, losses);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < losses.size(); ++i)
      if (!losses[i]) names.push_back(objects[i].name);
    return names;
  }
};

TEST(NeededObjects, AreWhatTablesNeedAtAnyDistance) {
  Graph graph;
  const Address schema = graph.add(Kind::schema, "extensions");
  const Address extension = graph.add(Kind::extension, "citext", true);
  const Address domain = graph.add(Kind::type, "public.d");
  const Address table = graph.add(Kind::table, "a.t");
  graph.add(Kind::extension, "unused extension", true);
  graph.add(Kind::schema, "unused schema");
  graph.add(Kind::collation, "unused collation");
  graph.add(Kind::sequence, "unused sequence");
  graph.needs(extension, schema);
  graph.needs(domain, extension);
  graph.needs(table, domain);
  EXPECT_EQ(graph.left(), (std::vector<std::string>{"extensions", "citext", "public.d", "a.t"}));
}

TEST(NeededObjects, AreWhatWasAskedFor) {
  Graph graph;
  graph.add(Kind::schema, "a", true);
  graph.add(Kind::type, "a.e", true);
  graph.add(Kind::sequence, "a.s", true);
  EXPECT_EQ(graph.left(), (std::vector<std::string>{"a", "a.e", "a.s"}));
}

// In the dependencies a check needs its domain, not the other way round.
TEST(NeededObjects, TakeADomainsDefaultAndChecksWithIt) {
  Graph graph;
  const Address used = graph.add(Kind::type, "used");
  const Address unused = graph.add(Kind::type, "unused");
  const Address enumeration = graph.add(Kind::type, "enumeration");
  const Address check = graph.add(Kind::domain_check, "check of used");
  graph.needs(graph.add(Kind::domain_default, "default of used"), used);
  graph.needs(graph.add(Kind::domain_check, "check of unused"), unused);
  graph.needs(check, used);
  graph.needs(check, enumeration);
  graph.needs(graph.add(Kind::table, "a.t"), used);
  EXPECT_EQ(graph.left(), (std::vector<std::string>{"used", "enumeration", "check of used",
                                                    "default of used", "a.t"}));
}

TEST(NeededObjects, DontIncludeWhatIsLost) {
  Graph graph;
  const Address type = graph.add(Kind::type, "public.e");
  graph.needs(graph.add(Kind::table, "a.t"), type);
  Losses losses(2);
  losses[1] = CodedText();
  lose_unneeded(graph, losses);
  EXPECT_TRUE(losses[0]);
}

}  // namespace
}  // namespace paliad::schema
