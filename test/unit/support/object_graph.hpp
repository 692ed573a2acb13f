// Objects of a database with dependencies, for tests.
#pragma once

#include "core/schema/object_order.hpp"

#include <string>
#include <vector>

namespace paliad::test {

constexpr std::uint32_t some_catalog = 1259;
constexpr std::uint32_t first_oid = 16'384;

inline schema::Address address_of(std::uint32_t number) {
  return {some_catalog, first_oid + number};
}

// An object that the statement "make <name>;" makes, and that is asked for (Object::asked).
inline schema::Object object(schema::Kind kind, std::uint32_t number, const std::string& name) {
  schema::Object object;
  object.address = address_of(number);
  object.kind = kind;
  object.name = name;
  object.plain_name = name;
  object.statements = {"make " + name + ";"};
  object.asked = true;
  return object;
}

inline schema::Object with_stand_in(schema::Object object) {
  object.stand_in = "declare " + object.name + ";";
  return object;
}

inline schema::Object after_rows(schema::Object object) {
  object.after_rows = true;
  return object;
}

inline schema::Dependency need(std::uint32_t object, std::uint32_t needed, int needed_column = 0) {
  return {address_of(object), 0, address_of(needed), needed_column};
}

inline bool anything(schema::Kind) { return true; }

// The names of the objects in the order in which they are made; a stand-in as "(name)".
inline std::vector<std::string> names(const std::vector<schema::Step>& steps) {
  std::vector<std::string> all;
  for (const schema::Step& step : steps)
    all.push_back(step.stand_in ? "(" + step.object->name + ")" : step.object->name);
  return all;
}

}  // namespace paliad::test
