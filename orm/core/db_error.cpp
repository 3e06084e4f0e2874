// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/db_error.h"

namespace joinery {

DbError::DbError(ErrorKind kind, const std::string& message, std::source_location location)
    : std::runtime_error(message), m_kind(kind), m_location(location) {}

const char* errorKindName(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::CannotConnect:
    case ErrorKind::Authentication:
    case ErrorKind::CannotOpen:
    case ErrorKind::ConnectionLost:
    case ErrorKind::Cancelled:
    case ErrorKind::Busy:
    case ErrorKind::GaveWay:
    case ErrorKind::ReadOnly:
    case ErrorKind::Serialization:
    case ErrorKind::OutcomeUnknown:
    case ErrorKind::Operational: return "OperationalError";
    case ErrorKind::Timeout: return "TimeoutError";
    case ErrorKind::Programming: return "ProgrammingError";
    case ErrorKind::Data:
    case ErrorKind::TooLarge: return "DataError";
    case ErrorKind::Integrity: return "IntegrityError";
    case ErrorKind::NotSupported: return "NotSupportedError";
    case ErrorKind::Argument: return "ArgumentError";
    case ErrorKind::InvalidRequest: return "InvalidRequestError";
    case ErrorKind::NoResult: return "NoResultFound";
    case ErrorKind::MultipleResults: return "MultipleResultsFound";
    case ErrorKind::StaleData: return "StaleDataError";
    case ErrorKind::Mapping: return "MappingError";
    case ErrorKind::CircularDependency: return "CircularDependencyError";
    case ErrorKind::UnknownAttribute: return "AttributeError";
    case ErrorKind::WrongType: return "TypeError";
    case ErrorKind::WrongValue: return "ValueError";
    case ErrorKind::KeyNotFound: return "KeyError";
    case ErrorKind::Detached: return "DetachedInstanceError";
    case ErrorKind::ObjectDeleted: return "ObjectDeletedError";
    case ErrorKind::PendingRollback: return "PendingRollbackError";
    case ErrorKind::Flush: return "FlushError";
    case ErrorKind::BlankedKey: return "AssertionError";
  }
  return "OperationalError";
}

}  // namespace joinery
