#include "backend/postgres/datum_text.hpp"

#include "backend/postgres/compat.hpp"
#include "backend/postgres/jsonb_text.hpp"

#include <array>

namespace paliad::postgres {

namespace {

constexpr std::string_view ask_the_server{};

// ---- Numbers, and values that contain their text ----

std::string_view bool_text(Datum value, char*) { return DatumGetBool(value) ? "t" : "f"; }

std::string_view int2_text(Datum value, char* buffer) {
  return {buffer, static_cast<std::size_t>(pg_itoa(DatumGetInt16(value), buffer))};
}

std::string_view int4_text(Datum value, char* buffer) {
  return {buffer, static_cast<std::size_t>(pg_ltoa(DatumGetInt32(value), buffer))};
}

std::string_view int8_text(Datum value, char* buffer) {
  return {buffer, static_cast<std::size_t>(pg_lltoa(DatumGetInt64(value), buffer))};
}

std::string_view varlena_text(Datum value, char*) {
  const auto* text = pg_detoast_datum_packed(reinterpret_cast<varlena*>(DatumGetPointer(value)));
  return {VARDATA_ANY(text), VARSIZE_ANY_EXHDR(text)};
}

std::string_view uuid_text(Datum value, char* buffer) {
  constexpr const char* digits = "0123456789abcdef";
  const pg_uuid_t* uuid = DatumGetUUIDP(value);
  char* at = buffer;
  for (int i = 0; i < UUID_LEN; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *at++ = '-';
    *at++ = digits[uuid->data[i] >> 4U];
    *at++ = digits[uuid->data[i] & 0xFU];
  }
  return {buffer, static_cast<std::size_t>(at - buffer)};
}

// ---- Dates and times ----

char* put_two(char* at, int number) {
  *at++ = static_cast<char>('0' + number / 10);
  *at++ = static_cast<char>('0' + number % 10);
  return at;
}

// Writes `yyyy-mm-dd` and returns its end; null where the year is not 1 to 9999.
char* put_date(char* at, int julian_day) {
  int year = 0;
  int month = 0;
  int day = 0;
  j2date(julian_day, &year, &month, &day);
  if (year < 1 || year > 9999) return nullptr;
  at = put_two(put_two(at, year / 100), year % 100);
  *at++ = '-';
  at = put_two(at, month);
  *at++ = '-';
  return put_two(at, day);
}

// Writes ` hh:mm:ss`, and a fraction without trailing zeros, and returns its end.
char* put_time(char* at, std::int64_t microseconds) {
  auto fraction = static_cast<int>(microseconds % USECS_PER_SEC);
  const auto seconds = static_cast<int>(microseconds / USECS_PER_SEC);
  *at++ = ' ';
  at = put_two(at, seconds / SECS_PER_HOUR);
  *at++ = ':';
  at = put_two(at, seconds / SECS_PER_MINUTE % MINS_PER_HOUR);
  *at++ = ':';
  at = put_two(at, seconds % SECS_PER_MINUTE);
  if (fraction == 0) return at;
  *at = '.';
  char* end = at + 7;
  for (char* digit = end - 1; digit > at; --digit, fraction /= 10)
    *digit = static_cast<char>('0' + fraction % 10);
  while (end[-1] == '0') --end;
  return end;
}

std::string_view date_text(Datum value, char* buffer) {
  const DateADT date = DatumGetDateADT(value);
  if (DATE_NOT_FINITE(date)) return ask_the_server;
  const char* end = put_date(buffer, date + POSTGRES_EPOCH_JDATE);
  if (end == nullptr) return ask_the_server;
  return {buffer, static_cast<std::size_t>(end - buffer)};
}

// Writes the timestamp's date and time, and returns their end; null where put_date() returns null.
// A timestamp counts microseconds since 2000-01-01; its days are rounded down.
char* put_timestamp(char* at, Timestamp timestamp) {
  std::int64_t days = timestamp / USECS_PER_DAY;
  std::int64_t microseconds = timestamp % USECS_PER_DAY;
  if (microseconds < 0) {
    microseconds += USECS_PER_DAY;
    --days;
  }
  at = put_date(at, static_cast<int>(days) + POSTGRES_EPOCH_JDATE);
  return at == nullptr ? nullptr : put_time(at, microseconds);
}

std::string_view timestamp_text(Datum value, char* buffer) {
  const Timestamp timestamp = DatumGetTimestamp(value);
  if (TIMESTAMP_NOT_FINITE(timestamp)) return ask_the_server;
  const char* end = put_timestamp(buffer, timestamp);
  if (end == nullptr) return ask_the_server;
  return {buffer, static_cast<std::size_t>(end - buffer)};
}

std::string_view timestamptz_text(Datum value, char* buffer) {
  const std::string_view text = timestamp_text(value, buffer);
  if (text.data() == nullptr) return ask_the_server;
  char* end = buffer + text.size();
  for (const char c : {'+', '0', '0'}) *end++ = c;
  return {buffer, static_cast<std::size_t>(end - buffer)};
}

}  // namespace

DatumText datum_text_for(Oid output_function) noexcept {
  switch (output_function) {
  case F_BOOLOUT:
    return bool_text;
  case F_INT2OUT:
    return int2_text;
  case F_INT4OUT:
    return int4_text;
  case F_INT8OUT:
    return int8_text;
  case F_TEXTOUT:
  case F_VARCHAROUT:
  case F_BPCHAROUT:
  case F_JSON_OUT:
    return varlena_text;
  case F_JSONB_OUT:
    return [](Datum value, char*) { return jsonb_text(value); };
  case F_UUID_OUT:
    return uuid_text;
  case F_DATE_OUT:
    return date_text;
  case F_TIMESTAMP_OUT:
    return timestamp_text;
  case F_TIMESTAMPTZ_OUT:
    return timestamptz_text;
  default:
    return nullptr;
  }
}

}  // namespace paliad::postgres
