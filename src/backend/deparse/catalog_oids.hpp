// The oids of pg_catalog's own tables, as pg_depend.classid has them. They are the same in every
// version of the server (src/include/catalog, CATALOG(...)).
#pragma once

#include <cstdint>

namespace paliad::deparse::catalogs {

inline constexpr std::uint32_t pg_am = 2601;
inline constexpr std::uint32_t pg_attrdef = 2604;
inline constexpr std::uint32_t pg_cast = 2605;
inline constexpr std::uint32_t pg_class = 1259;
inline constexpr std::uint32_t pg_collation = 3456;
inline constexpr std::uint32_t pg_constraint = 2606;
inline constexpr std::uint32_t pg_conversion = 2607;
inline constexpr std::uint32_t pg_extension = 3079;
inline constexpr std::uint32_t pg_language = 2612;
inline constexpr std::uint32_t pg_largeobject = 2613;
inline constexpr std::uint32_t pg_namespace = 2615;
inline constexpr std::uint32_t pg_opclass = 2616;
inline constexpr std::uint32_t pg_operator = 2617;
inline constexpr std::uint32_t pg_opfamily = 2753;
inline constexpr std::uint32_t pg_policy = 3256;
inline constexpr std::uint32_t pg_proc = 1255;
inline constexpr std::uint32_t pg_rewrite = 2618;
inline constexpr std::uint32_t pg_statistic_ext = 3381;
inline constexpr std::uint32_t pg_transform = 3576;
inline constexpr std::uint32_t pg_trigger = 2620;
inline constexpr std::uint32_t pg_ts_config = 3602;
inline constexpr std::uint32_t pg_ts_dict = 3600;
inline constexpr std::uint32_t pg_ts_parser = 3601;
inline constexpr std::uint32_t pg_ts_template = 3764;
inline constexpr std::uint32_t pg_type = 1247;

}  // namespace paliad::deparse::catalogs
