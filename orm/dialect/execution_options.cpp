// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/execution_options.h"

namespace joinery {

const char* isolationLevelName(IsolationLevel level) {
  switch (level) {
    case IsolationLevel::Engine:
      return "the engine's own";
    case IsolationLevel::ReadCommitted:
      return "READ COMMITTED";
    case IsolationLevel::RepeatableRead:
      return "REPEATABLE READ";
    case IsolationLevel::Serializable:
      return "SERIALIZABLE";
    case IsolationLevel::Deferred:
      return "DEFERRED";
    case IsolationLevel::Immediate:
      return "IMMEDIATE";
    case IsolationLevel::Exclusive:
      return "EXCLUSIVE";
    case IsolationLevel::Autocommit:
      return "AUTOCOMMIT";
  }
  return "";
}

}  // namespace joinery
