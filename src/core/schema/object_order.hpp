// Decides which objects of a database a script carries, and in which order it makes them.
#pragma once

#include "core/model/bundle_info.hpp"
#include "core/schema/schema_object.hpp"

#include <functional>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

namespace paliad::schema {

// A column that does not come back as it was.
struct ChangedColumn {
  CodedText why;      // why objects that need it are lost (core/codes/not_carried_texts.hpp)
  bool gone = false;  // it is left out; otherwise it comes back as text, which a key may use
};

// By relation and column number.
using ChangedColumns = std::map<std::pair<Address, int>, ChangedColumn>;

struct ObjectGraph {
  std::vector<Object> objects;
  std::vector<Dependency> dependencies;
  // From each part to the object that it is a part of: a table's row type, an extension's member.
  std::unordered_map<Address, Address, AddressHash> parts;
  // Names of objects that are not among `objects`, as pg_describe_object() gives them.
  std::map<Address, std::string> other_names;
  ChangedColumns changed_columns;
  // Notes on objects that come back, but not as they were.
  std::vector<model::NotCarried> notes;
  std::vector<RoleStatement> default_rights;
};

// Finds the index, in graph.objects, of the object that an address denotes or is a part of.
class ObjectPlaces {
public:
  // The graph must outlive this, with the same objects.
  explicit ObjectPlaces(const ObjectGraph& graph);
  // nullopt where the graph has no such object.
  std::optional<std::size_t> of(Address address) const;

private:
  const ObjectGraph& graph_;
  std::unordered_map<Address, std::size_t, AddressHash> places_;
};

// Whether this column is left out.
bool is_gone(const ObjectGraph& graph, Address relation, int column);

// For each of graph.objects, in the same order: why it is lost, or nullopt where it is carried.
using Losses = std::vector<std::optional<CodedText>>;

// An object is lost if it is refused, if its kind is not `wanted`, or if something that it needs is
// not available; an object that adapts is carried even so. Available are the server's own objects
// (an oid below 16384), what is carried, and its parts, but for changed columns.
Losses find_losses(const ObjectGraph& graph, const std::function<bool(Kind)>& wanted);

struct Step {
  const Object* object = nullptr;  // borrowed from the graph
  bool stand_in = false;           // makes the stand-in only
  bool completion = false;         // makes the object after its stand-in
};

struct ObjectOrder {
  std::vector<Step> before;  // before the rows
  std::vector<Step> after;   // after the rows
};

// The partitioned tables whose key needs a lost object or a changed column. Each of them comes back
// as one table with all rows.
std::vector<Address> flattened_tables(const ObjectGraph& graph, const Losses& losses);

// The objects that are not lost, each after all that it needs; where that leaves the order open, by
// kind, then by name. Objects that need each other, none of which has a stand-in, can't be put in
// order: they become lost, with all that needs them.
ObjectOrder put_in_order(const ObjectGraph& graph, Losses& losses);

// The objects that were asked for and are lost, followed by the graph's notes.
std::vector<model::NotCarried> not_carried(const ObjectGraph& graph, const Losses& losses);

// The object's kind and name for people (core/codes/object_texts.hpp).
CodedText described(const Object& object);

}  // namespace paliad::schema
