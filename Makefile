# paliad_backup: make, make install, make installcheck (see CONTRIBUTING.md for the other targets).

EXTENSION = paliad_backup
MODULE_big = paliad_backup
EXTENSION_VERSION := $(shell sed -n "s/^default_version = '\(.*\)'/\1/p" paliad_backup.control)
CREATE_SCRIPT = build/paliad_backup--$(EXTENSION_VERSION).sql
UPDATE_SCRIPT = build/paliad_backup--1.0--$(EXTENSION_VERSION).sql
DATA = sql/uninstall/paliad_backup_uninstall.sql
DATA_built = $(CREATE_SCRIPT) $(UPDATE_SCRIPT)
REGRESS = $(sort $(patsubst sql/%.sql,%,$(wildcard sql/*.sql)))
# UTF-8, because the tests use names that other encodings lack.
REGRESS_OPTS = --inputdir=. --load-extension=plpgsql --encoding=UTF8 --no-locale

# The plain core never includes a PostgreSQL header: its objects are compiled without the server's include
# path. Only src/backend has that.
CORE_SOURCES = $(wildcard src/core/*/*.cpp)
SERVER_SOURCES = $(wildcard src/backend/*.cpp src/backend/*/*.cpp)
CORE_OBJS = $(CORE_SOURCES:.cpp=.o)
SERVER_OBJS = $(SERVER_SOURCES:.cpp=.o)
OBJS = $(SERVER_OBJS)
# The core is a static library, from which the linker takes only what is used.
CORE_LIBRARY = build/core.a

# $(call pkg_config,QUESTION,NEEDED): pkg-config's answer. Where there is none, make ends with an error that says
# which of the needed libraries are missing.
pkg_config = $(shell pkg-config $(1) 2>/dev/null)$(if $(filter-out 0,$(.SHELLSTATUS)),$(error $(call why_not,$(2))))
why_not = $(if $(shell pkg-config --version 2>/dev/null),$(call not_found,$(1)),pkg-config is missing): $(ADVICE)
not_found = pkg-config does not find $(or $(strip $(call unknown,$(1))),what some of these require: $(1))
unknown = $(foreach name,$(1),$(if $(shell pkg-config --modversion $(name) 2>/dev/null),,$(name)))
ADVICE = install the packages that README.md names (for make web: docs/web.md)

LIBRARIES = libzip jansson libisal libcrypto libutf8proc zlib
NEEDED = $(LIBRARIES) xlsxwriter
# Only the folders of libxlsxwriter are asked for: its .pc may require minizip, which its package doesn't depend
# on, and whose zip.h would hide libzip's.
XLSXWRITER_INCLUDE = $(call pkg_config,--variable=includedir xlsxwriter,$(NEEDED))
XLSXWRITER_LIBDIR = $(call pkg_config,--variable=libdir xlsxwriter,$(NEEDED))
LIBRARY_CFLAGS = $(call pkg_config,--cflags $(LIBRARIES),$(NEEDED)) \
  $(addprefix -I,$(filter-out /usr/include,$(XLSXWRITER_INCLUDE)))
LIBRARY_LINK = $(call pkg_config,--libs $(LIBRARIES),$(NEEDED)) \
  $(addprefix -L,$(filter-out /usr/lib,$(XLSXWRITER_LIBDIR))) -lxlsxwriter
SHLIB_LINK += $(CORE_LIBRARY) $(LIBRARY_LINK) -lstdc++ -pthread

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Werror
# -g1: functions and lines, enough for a backtrace. Variables cost a quarter of the build; for gdb:
# make EXTRA_CXXFLAGS=-g.
CXX_BASE = -std=c++17 -O2 -g1 -fPIC -pthread -MMD -MP -Isrc $(LIBRARY_CFLAGS)
CORE_CXXFLAGS = $(CXX_BASE) $(WARNINGS) -Wconversion
# -isystem: no warnings about the server's C headers.
SERVER_CXXFLAGS = $(CXX_BASE) -Wall -Wextra -Wshadow -Werror -Wno-register -isystem $(SERVER_INCLUDE)

# make FAULTS=1: steps at which a test can make a run fail or wait (src/core/base/fault_injection.hpp).
ifdef FAULTS
CXX_BASE += -DPALIAD_FAULTS
endif

# No LLVM bitcode: it would need every flag a second time, and nothing here is worth inlining into SQL.
override with_llvm = no

SUPPORTED_MAJORS = 14 15 16 17 18

PG_CONFIG ?= pg_config
PG_VERSION := $(shell $(PG_CONFIG) --version 2>/dev/null)
PGXS := $(wildcard $(shell $(PG_CONFIG) --pgxs 2>/dev/null))

# Why the extension can't be built for this server; empty where it can.
ifeq ($(PG_VERSION),)
WHY_NOT = $(PG_CONFIG) doesn't say which PostgreSQL it belongs to: $(ADVICE), or say PG_CONFIG=/path/to/pg_config
else ifeq ($(filter $(SUPPORTED_MAJORS:%=PostgreSQL@%),$(shell echo '$(PG_VERSION)' | \
    sed 's/^PostgreSQL \([0-9]*\).*/PostgreSQL@\1/')),)
WHY_NOT = $(PG_CONFIG) belongs to $(PG_VERSION), and paliad_backup is for PostgreSQL $(firstword \
  $(SUPPORTED_MAJORS)) to $(lastword $(SUPPORTED_MAJORS)): say PG_CONFIG=/path/to/pg_config of one of these
else ifeq ($(PGXS),)
WHY_NOT = the files to build extensions for $(PG_VERSION) are missing: $(ADVICE)
endif

ifdef WHY_NOT
all install uninstall installcheck clean:
	$(error $(WHY_NOT))
else
include $(PGXS)
endif

# A target that was interrupted is removed, so that it isn't taken for a complete one.
.DELETE_ON_ERROR:

SERVER_INCLUDE := $(shell $(PG_CONFIG) --includedir-server 2>/dev/null)

# Objects that were built for one server are never linked for another: this file names the server, and the objects
# of src/backend depend on it.
BUILT_FOR = build/server
THIS_SERVER := $(PG_VERSION), $(SERVER_INCLUDE)
ifneq ($(shell cat $(BUILT_FOR) 2>/dev/null),$(THIS_SERVER))
$(BUILT_FOR): FORCE
.PHONY: FORCE
endif
$(BUILT_FOR):
	@mkdir -p $(@D)
	@echo '$(THIS_SERVER)' >$@

# Nor does a compiler use a header that another compiler has precompiled. $(CXX) is set by PGXS, or by the caller.
BUILT_WITH = build/compiler
THIS_COMPILER := $(CXX), $(shell $(CXX) --version 2>/dev/null | head -n 1)
ifneq ($(shell cat $(BUILT_WITH) 2>/dev/null),$(THIS_COMPILER))
$(BUILT_WITH): FORCE
.PHONY: FORCE
endif
$(BUILT_WITH):
	@mkdir -p $(@D)
	@echo '$(THIS_COMPILER)' >$@

# Headers that nearly every file includes are precompiled: reading them took half of the build's time. Each file
# still includes what it uses; make PRELUDES= and make check-alone compile without precompiled headers.
PRELUDES = build/prelude/core.hpp.gch build/prelude/server.hpp.gch
STANDARD_HEADERS = algorithm cstdint cstring functional map memory optional set string string_view utility vector
# ccache accepts a precompiled header only with this setting. It is safe: no file uses __TIME__ or __DATE__.
export CCACHE_SLOPPINESS := $(CCACHE_SLOPPINESS),pch_defines,time_macros

prelude_of = $(filter build/prelude/$(1).hpp.gch,$(PRELUDES))
include_prelude = $(patsubst %.gch,-include %,$(call prelude_of,$(1)))

# $(call precompile,FLAGS,INCLUDED...): the compiler is told to include the name without .gch.
define precompile
	@mkdir -p $(@D)
	@printf '#include %s\n' $(2) >$(@:.gch=)
	$(CXX) $(1) $(EXTRA_CXXFLAGS) -x c++-header -o $@ $(@:.gch=)
endef

build/prelude/core.hpp.gch: $(BUILT_WITH)
	$(call precompile,$(CORE_CXXFLAGS),$(STANDARD_HEADERS:%='<%>'))

build/prelude/server.hpp.gch: $(BUILT_FOR) $(BUILT_WITH)
	$(call precompile,$(SERVER_CXXFLAGS),$(STANDARD_HEADERS:%='<%>') '"backend/postgres/server.hpp"')

$(CORE_OBJS): %.o: %.cpp $(call prelude_of,core)
	$(CXX) $(CORE_CXXFLAGS) $(EXTRA_CXXFLAGS) $(call include_prelude,core) -c -o $@ $<

$(CORE_LIBRARY): $(CORE_OBJS)
	@mkdir -p $(@D)
	@rm -f $@
	$(AR) rcs $@ $^

$(MODULE_big).so: $(CORE_LIBRARY)

$(SERVER_OBJS): %.o: %.cpp $(BUILT_FOR) $(call prelude_of,server)
	$(CXX) $(SERVER_CXXFLAGS) $(EXTRA_CXXFLAGS) $(call include_prelude,server) -c -o $@ $<

-include $(CORE_OBJS:.o=.d) $(SERVER_OBJS:.o=.d) $(wildcard build/prelude/*.d)

# The scripts of CREATE EXTENSION and ALTER EXTENSION UPDATE are put together from parts, in the order of the
# numbers that their names begin with, with an empty line before each.
# $(call assemble,WHAT IT IS,COMMAND THAT LOADS IT,PARTS,COMMAND OF SED)
define assemble
	@mkdir -p $(@D)
	@{ printf '%s\n' '-- paliad_backup $(EXTENSION_VERSION): $(1)' '\echo Use "$(2)" to load this file. \quit' && \
	  awk 'FNR == 1 { print "" } { print }' $(3) | sed -E '$(4)'; } >$@.new
	@mv $@.new $@
endef

CREATE_PARTS = $(sort $(wildcard sql/install/*.sql))
# The parts of the install script that an upgrade leaves out, because only a new extension needs them: the tables.
ONLY_NEW = $(addprefix sql/install/,10_app_tables.sql 22_admin_members.sql 40_catalog.sql 50_installations.sql \
  54_slots.sql 60_rules.sql 64_dumped.sql 92_others_rights.sql)
UPDATE_PARTS = $(filter-out $(ONLY_NEW),$(CREATE_PARTS)) $(wildcard sql/upgrade/*.sql sql/upgrade/1.0--1.1/*.sql)
by_number = $(foreach name,$(sort $(notdir $(1))),$(filter %/$(name),$(1)))
# Replaced objects keep the objects that depend on them, and the rights in them.
ANEW = s/^CREATE (FUNCTION|TRIGGER|VIEW) /CREATE OR REPLACE \1 /; s/^CREATE SCHEMA /&IF NOT EXISTS /

$(CREATE_SCRIPT): $(CREATE_PARTS) paliad_backup.control Makefile
	$(call assemble,what CREATE EXTENSION makes.,CREATE EXTENSION paliad_backup,$(CREATE_PARTS))

$(UPDATE_SCRIPT): $(UPDATE_PARTS) paliad_backup.control Makefile
	$(call assemble,what makes it of 1.0.,ALTER EXTENSION paliad_backup UPDATE,$(call by_number,$(UPDATE_PARTS)),$(ANEW))

EXTRA_CLEAN = $(CORE_OBJS) $(CORE_OBJS:.o=.d) $(SERVER_OBJS:.o=.d) build

# A server of another major version can't load this build, and pg_regress would report that in a hundred lines.
# psql gets the server's address from the options of pg_regress.
SERVER_PLACE = $(patsubst --user=%,--username=%,$(filter --host=% --port=% --user=%,\
  $(REGRESS_OPTS) $(EXTRA_REGRESS_OPTS)))

installcheck: check-major
check-major:
	@server=$$('$(bindir)/psql' -XAt $(SERVER_PLACE) -d postgres -c 'SHOW server_version') || \
	{ echo "no server answers: start one of PostgreSQL $(MAJORVERSION), or say where it is (PGHOST, PGPORT)" >&2; exit 1; }; \
	case $$server in $(MAJORVERSION) | $(MAJORVERSION)[!0-9]*) ;; \
	*) echo "the server is PostgreSQL $$server, and $(PG_CONFIG) belongs to $(VERSION):" \
	    "say PG_CONFIG=/path/to/pg_config of the server's, or where one of $(MAJORVERSION) is (PGHOST, PGPORT)" >&2; \
	    exit 1 ;; esac

.PHONY: check-major

include Makefile.check
include Makefile.web
