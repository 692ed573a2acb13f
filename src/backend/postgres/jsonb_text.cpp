#include "backend/postgres/jsonb_text.hpp"

#include "core/formats/json_escape.hpp"

#include <cstring>

namespace paliad::postgres {

namespace {

void put(StringInfo out, std::string_view text) {
  const int size = static_cast<int>(text.size());
  if (out->maxlen - out->len <= size) enlargeStringInfo(out, size);
  std::memcpy(out->data + out->len, text.data(), text.size());
  out->len += size;
}

void put_string(StringInfo out, std::string_view string) {
  put(out, "\"");
  formats::put_json_escaped(string, [out](std::string_view piece) { put(out, piece); });
  put(out, "\"");
}

void put_container(StringInfo out, const JsonbContainer* container);

// Reads a container's entries one after another; utils/jsonb.h describes their layout.
class Entries {
public:
  // Begins with the entry `index`, whose content begins at `offset` of the contents.
  Entries(const JsonbContainer* container, std::uint32_t count, std::uint32_t index,
          std::uint32_t offset)
      : entry_(container->children + index),
        contents_(reinterpret_cast<const char*>(container->children + count)), offset_(offset) {}

  void put_next(StringInfo out) {
    const JEntry entry = *entry_++;
    const std::uint32_t begin = offset_;
    JBE_ADVANCE_OFFSET(offset_, entry);
    if (JBE_ISSTRING(entry))
      put_string(out, {contents_ + begin, offset_ - begin});
    else if (JBE_ISNUMERIC(entry))
      put(out, DatumGetCString(
                   DirectFunctionCall1(numeric_out, PointerGetDatum(contents_ + INTALIGN(begin)))));
    else if (JBE_ISCONTAINER(entry))
      put_container(out, reinterpret_cast<const JsonbContainer*>(contents_ + INTALIGN(begin)));
    else
      put(out, JBE_ISNULL(entry) ? "null" : JBE_ISBOOL_TRUE(entry) ? "true" : "false");
  }

private:
  const JEntry* entry_;
  const char* contents_;
  std::uint32_t offset_;
};

// All keys lie before all values.
void put_object(StringInfo out, const JsonbContainer* container) {
  const std::uint32_t size = JsonContainerSize(container);
  Entries keys(container, 2 * size, 0, 0);
  Entries values(container, 2 * size, size, getJsonbOffset(container, static_cast<int>(size)));
  put(out, "{");
  for (std::uint32_t i = 0; i < size; ++i) {
    if (i > 0) put(out, ", ");
    keys.put_next(out);
    put(out, ": ");
    values.put_next(out);
  }
  put(out, "}");
}

// A lone scalar is an array of one, without brackets.
void put_array(StringInfo out, const JsonbContainer* container) {
  const std::uint32_t size = JsonContainerSize(container);
  const bool scalar = JsonContainerIsScalar(container);
  Entries elements(container, size, 0, 0);
  if (!scalar) put(out, "[");
  for (std::uint32_t i = 0; i < size; ++i) {
    if (i > 0) put(out, ", ");
    elements.put_next(out);
  }
  if (!scalar) put(out, "]");
}

void put_container(StringInfo out, const JsonbContainer* container) {
  check_stack_depth();
  if (JsonContainerIsObject(container))
    put_object(out, container);
  else
    put_array(out, container);
}

}  // namespace

std::string_view jsonb_text(Datum value) {
  StringInfoData out;
  initStringInfo(&out);
  put_container(&out, &DatumGetJsonbP(value)->root);
  return {out.data, static_cast<std::size_t>(out.len)};
}

}  // namespace paliad::postgres
