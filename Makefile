# paliad_backup: make, make install, make installcheck (see CONTRIBUTING.md for the other targets).

EXTENSION = paliad_backup
MODULE_big = paliad_backup
EXTENSION_VERSION := $(shell sed -n "s/^default_version = '\(.*\)'/\1/p" paliad_backup.control)
CREATE_SCRIPT = build/paliad_backup--$(EXTENSION_VERSION).sql
UPDATE_SCRIPT = build/paliad_backup--1.0--$(EXTENSION_VERSION).sql
DATA = sql/uninstall/paliad_backup_uninstall.sql
DATA_built = $(CREATE_SCRIPT) $(UPDATE_SCRIPT)
REGRESS = $(sort $(patsubst sql/%.sql,%,$(wildcard sql/*.sql)))
REGRESS_OPTS = --inputdir=. --load-extension=plpgsql

# The plain core never sees a PostgreSQL header: its objects are compiled without the server's include
# path. The adapters stand behind it.
CORE_SOURCES = $(wildcard src/base/*.cpp src/bundle/*.cpp src/archive/*.cpp \
  src/store/*.cpp src/verify/*.cpp) \
  $(addprefix src/backup/,message.cpp metadata.cpp pace.cpp reading_plan.cpp reading_task.cpp registry.cpp) \
  $(addprefix src/schedule/,instant.cpp cron.cpp slots.cpp retention_policy.cpp) \
  $(addprefix src/restore/,sql_tokens.cpp schema_script.cpp csv_columns.cpp row_sum.cpp)
SERVER_SOURCES = $(filter-out $(CORE_SOURCES),$(wildcard src/*.cpp src/backup/*.cpp \
  src/schedule/*.cpp src/restore/*.cpp src/postgres/*.cpp))
CORE_OBJS = $(CORE_SOURCES:.cpp=.o)
SERVER_OBJS = $(SERVER_SOURCES:.cpp=.o)
OBJS = $(CORE_OBJS) $(SERVER_OBJS)

# $(call pkg_config,QUESTION,NEEDED): pkg-config's answer. Without one the build ends, and says what of all that
# is needed isn't there.
pkg_config = $(shell pkg-config $(1) 2>/dev/null)$(if $(filter-out 0,$(.SHELLSTATUS)),$(error $(call why_not,$(2))))
why_not = $(if $(shell pkg-config --version 2>/dev/null),$(call not_found,$(1)),pkg-config is missing): $(ADVICE)
not_found = pkg-config does not find $(or $(strip $(call unknown,$(1))),what some of these require: $(1))
unknown = $(foreach name,$(1),$(if $(shell pkg-config --modversion $(name) 2>/dev/null),,$(name)))
ADVICE = install the packages that README.md names (for make web: docs/web.md)

LIBRARIES = libzip jansson libisal libcrypto libutf8proc zlib
NEEDED = $(LIBRARIES) xlsxwriter
# Of libxlsxwriter only where it lies: its .pc may require minizip, which its package doesn't bring, and whose
# zip.h would hide libzip's.
XLSXWRITER_INCLUDE = $(call pkg_config,--variable=includedir xlsxwriter,$(NEEDED))
XLSXWRITER_LIBDIR = $(call pkg_config,--variable=libdir xlsxwriter,$(NEEDED))
LIBRARY_CFLAGS = $(call pkg_config,--cflags $(LIBRARIES),$(NEEDED)) \
  $(addprefix -I,$(filter-out /usr/include,$(XLSXWRITER_INCLUDE)))
LIBRARY_LINK = $(call pkg_config,--libs $(LIBRARIES),$(NEEDED)) \
  $(addprefix -L,$(filter-out /usr/lib,$(XLSXWRITER_LIBDIR))) -lxlsxwriter
SHLIB_LINK += $(LIBRARY_LINK) -lstdc++ -pthread

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Werror
CXX_BASE = -std=c++17 -O2 -g -fPIC -pthread -MMD -MP -Isrc $(LIBRARY_CFLAGS)
CORE_CXXFLAGS = $(CXX_BASE) $(WARNINGS) -Wconversion
# The server's headers are C of their own style: -isystem keeps their warnings out.
SERVER_CXXFLAGS = $(CXX_BASE) -Wall -Wextra -Wshadow -Werror -Wno-register

# make FAULTS=1: steps at which a test can make a run fail or wait (src/base/fault.hpp).
ifdef FAULTS
CXX_BASE += -DPALIAD_FAULTS
endif

# No LLVM bitcode: it would need every flag a second time, and nothing here is worth inlining into SQL.
override with_llvm = no

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
ifeq ($(PGXS),)
all install uninstall installcheck:
	$(error $(PG_CONFIG) doesn't say where PGXS is: $(ADVICE), or say PG_CONFIG=/path/to/pg_config)
endif
include $(PGXS)

SERVER_INCLUDE = $(shell $(PG_CONFIG) --includedir-server)

$(CORE_OBJS): %.o: %.cpp
	$(CXX) $(CORE_CXXFLAGS) $(EXTRA_CXXFLAGS) -c -o $@ $<

$(SERVER_OBJS): %.o: %.cpp
	$(CXX) $(SERVER_CXXFLAGS) $(EXTRA_CXXFLAGS) -isystem $(SERVER_INCLUDE) -c -o $@ $<

-include $(OBJS:.o=.d)

# The scripts of CREATE EXTENSION and ALTER EXTENSION UPDATE: parts, by the numbers that their names begin with,
# with an empty line before each.
# $(call assemble,WHAT IT IS,COMMAND THAT LOADS IT,PARTS,COMMAND OF SED)
define assemble
	@mkdir -p $(@D)
	@{ printf '%s\n' '-- paliad_backup $(EXTENSION_VERSION): $(1)' '\echo Use "$(2)" to load this file. \quit' && \
	  awk 'FNR == 1 { print "" } { print }' $(3) | sed -E '$(4)'; } >$@.new
	@mv $@.new $@
endef

CREATE_PARTS = $(sort $(wildcard sql/install/*.sql))
# Of the parts of the install script an upgrade leaves out what only a new extension needs: the tables.
ONLY_NEW = $(addprefix sql/install/,10_app_tables.sql 22_admin_members.sql 40_catalog.sql 50_installations.sql \
  54_slots.sql 60_rules.sql 64_dumped.sql 92_others_rights.sql)
UPDATE_PARTS = $(filter-out $(ONLY_NEW),$(CREATE_PARTS)) $(wildcard sql/upgrade/*.sql sql/upgrade/1.0--1.1/*.sql)
by_number = $(foreach name,$(sort $(notdir $(1))),$(filter %/$(name),$(1)))
# What stays where it is keeps what depends on it, and the rights in it.
ANEW = s/^CREATE (FUNCTION|TRIGGER|VIEW) /CREATE OR REPLACE \1 /; s/^CREATE SCHEMA /&IF NOT EXISTS /

$(CREATE_SCRIPT): $(CREATE_PARTS) paliad_backup.control Makefile
	$(call assemble,what CREATE EXTENSION makes.,CREATE EXTENSION paliad_backup,$(CREATE_PARTS))

$(UPDATE_SCRIPT): $(UPDATE_PARTS) paliad_backup.control Makefile
	$(call assemble,what makes it of 1.0.,ALTER EXTENSION paliad_backup UPDATE,$(call by_number,$(UPDATE_PARTS)),$(ANEW))

# On a server of another major version each test would differ, and none would say why. (Where there is no server
# pg_regress says so.)
installcheck: same-major

same-major:
	@server=$$("$(bindir)/psql" -XAtqd postgres -c "SELECT current_setting('server_version_num')::int / 10000" 2>/dev/null) || exit 0; \
	[ "$$server" = "$(firstword $(subst ., ,$(MAJORVERSION)))" ] || { \
	  echo "make installcheck: the server is PostgreSQL $$server, and $(PG_CONFIG) is of $(MAJORVERSION): say PG_CONFIG=/path/to/pg_config of $$server, and make install there" >&2; \
	  exit 1; }

.PHONY: same-major

EXTRA_CLEAN = $(OBJS:.o=.d) build

include Makefile.check
include Makefile.web
