# SPDX-License-Identifier: GPL-3.0-or-later
# The language, the warnings and what keeps builds short.
include(CheckLinkerFlag)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

find_program(JOINERY_CCACHE ccache)
if(JOINERY_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # A precompiled header is found in the cache only when its defines and times are not compared. Without depend mode
  # every source that is not in the cache would be preprocessed once more, only to be looked up.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND};-E;env;CCACHE_DEPEND=true;CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime;${JOINERY_CCACHE}")
endif()

add_library(joinery_options INTERFACE)
target_compile_options(joinery_options INTERFACE -Wall -Wextra -Wshadow -Wconversion -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # -Wconversion as GCC means it; a precompiled header without the time of day, for the compiler cache.
  target_compile_options(joinery_options INTERFACE -Wno-sign-conversion "SHELL:-Xclang -fno-pch-timestamp")
  check_linker_flag(CXX -fuse-ld=lld JOINERY_HAS_LLD)
  if(JOINERY_HAS_LLD)
    add_link_options(-fuse-ld=lld)
  endif()
else()
  target_compile_options(joinery_options INTERFACE -fpch-preprocess)
  # What GCC 12 guesses from optimised code is wrong too often to stop a build (its bugs 105329 and 105651, among others).
  foreach(guess IN ITEMS restrict stringop-overflow stringop-overread array-bounds maybe-uninitialized dangling-pointer
          free-nonheap-object use-after-free nonnull uninitialized format-overflow format-truncation stringop-truncation
          aggressive-loop-optimizations mismatched-new-delete clobbered unused-result return-local-addr)
    target_compile_options(joinery_options INTERFACE $<$<CONFIG:Release>:-Wno-error=${guess}>)
  endforeach()
endif()
target_compile_definitions(joinery_options INTERFACE QT_NO_CAST_FROM_ASCII QT_NO_FOREACH QT_NO_KEYWORDS
                           JOINERY_VERSION="${PROJECT_VERSION}")
target_include_directories(joinery_options INTERFACE "${CMAKE_SOURCE_DIR}")

set(JOINERY_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them: address,undefined or thread")
if(JOINERY_SANITIZE)
  add_compile_options(-fsanitize=${JOINERY_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${JOINERY_SANITIZE})
endif()
