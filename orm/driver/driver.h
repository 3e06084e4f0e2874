// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>

#include "orm/core/url.h"
#include "orm/driver/connection.h"

namespace joinery {

/// How a connection is opened.
struct ConnectOptions {
  enum class Access { ReadOnly, ReadWrite, ReadWriteCreate };
  Access access = Access::ReadOnly;
  std::chrono::milliseconds connectTimeout{10'000};
  /// How long a statement waits for another connection's lock.
  std::chrono::milliseconds busyTimeout{5'000};

  bool operator==(const ConnectOptions&) const = default;
};

/// Opens connections of one kind of database. Stateless, any thread.
class Driver {
 public:
  virtual ~Driver() = default;
  /// Blocks until connected. A missing SQLite file is created by ReadWriteCreate only.
  /// @throws DbError CannotConnect, Authentication, CannotOpen, Argument: each with a hint
  virtual std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options) const = 0;
};

}  // namespace joinery
