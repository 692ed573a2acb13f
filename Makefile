# paliad_backup: make, make install, make installcheck (see CONTRIBUTING.md for the other targets).

EXTENSION = paliad_backup
MODULE_big = paliad_backup
DATA = sql/paliad_backup--1.0.sql
REGRESS = $(sort $(patsubst sql/%.sql,%,$(filter-out $(DATA),$(wildcard sql/*.sql))))
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

LIBRARIES = libzip xlsxwriter jansson libisal libcrypto libutf8proc zlib
SHLIB_LINK += $(shell pkg-config --libs $(LIBRARIES)) -lstdc++ -pthread

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Werror
CXX_BASE = -std=c++17 -O2 -g -fPIC -pthread -MMD -MP -Isrc $(shell pkg-config --cflags $(LIBRARIES))
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
PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)

SERVER_INCLUDE = $(shell $(PG_CONFIG) --includedir-server)

$(CORE_OBJS): %.o: %.cpp
	$(CXX) $(CORE_CXXFLAGS) $(EXTRA_CXXFLAGS) -c -o $@ $<

$(SERVER_OBJS): %.o: %.cpp
	$(CXX) $(SERVER_CXXFLAGS) $(EXTRA_CXXFLAGS) -isystem $(SERVER_INCLUDE) -c -o $@ $<

-include $(OBJS:.o=.d)

EXTRA_CLEAN = $(OBJS:.o=.d) build

include Makefile.check
include Makefile.web
