// Which objects of a database a script carries, and in which order it makes them.
#pragma once

#include "core/model/bundle_info.hpp"
#include "core/schema/schema_object.hpp"

#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace paliad::schema {

// Why what needs a column that is not as it was is lost (not_carried_texts.hpp).
struct ChangedColumn {
  CodedText why;
  bool gone = false;  // left out; otherwise it comes back as text, of which there may be a key
};

// By (relation, number).
using ChangedColumns = std::map<std::pair<Address, int>, ChangedColumn>;

struct ObjectGraph {
  std::vector<Object> objects;
  std::vector<Dependency> dependencies;
  // What is a part of another object: a table's row type, an extension's member.
  std::map<Address, Address> parts;
  // Of what nobody has read: as pg_describe_object() says it.
  std::map<Address, std::string> other_names;
  ChangedColumns changed_columns;
  // What is said of objects that come back, but not as they were.
  std::vector<model::NotCarried> notes;
  std::vector<RoleStatement> default_rights;
};

// The object that an address is, or is a part of, as its place among the objects. For as long as
// the graph has the objects that it had.
class ObjectPlaces {
public:
  explicit ObjectPlaces(const ObjectGraph& graph);
  // nothing: nobody has read it.
  std::optional<std::size_t> of(Address address) const;

private:
  const ObjectGraph& graph_;
  std::map<Address, std::size_t> places_;
};

// Whether that is a column that is left out.
bool is_gone(const ObjectGraph& graph, Address relation, int column);

// What became of the objects, one for each, in their order. Empty: it is carried.
using Losses = std::vector<std::optional<CodedText>>;

// An object is carried unless it is refused, or its kind is not `wanted`, or something that it
// needs is not: the server's own (an oid below 16384), carried, or a part of what is carried.
Losses find_losses(const ObjectGraph& graph, const std::function<bool(Kind)>& wanted);

struct Step {
  const Object* object = nullptr;
  bool stand_in = false;    // the stand-in alone
  bool completion = false;  // after its stand-in
};

struct ObjectOrder {
  std::vector<Step> before;  // the rows
  std::vector<Step> after;
};

// Partitioned tables whose key needs what is lost, or a column that is not as it was: each comes
// back as one table with all rows.
std::vector<Address> flattened_tables(const ObjectGraph& graph, const Losses& losses);

// What is not lost, each after all that it needs; among those that need nothing of each other, by
// kind, then by name. What can't be put in order, for it needs itself by way of others and none of
// them has a stand-in, is lost, with all that needs it.
ObjectOrder put_in_order(const ObjectGraph& graph, Losses& losses);

// Those that were asked for and are lost.
std::vector<model::NotCarried> not_carried(const ObjectGraph& graph, const Losses& losses);

// How the object is named (core/codes/object_texts.hpp).
CodedText described(const Object& object);

}  // namespace paliad::schema
