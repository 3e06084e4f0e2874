// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "orm/core/result.h"
#include "orm/session/frozen_records.h"

namespace joinery {

/// A session that lives on a Worker's thread and has a connection while a job runs. Between two jobs nothing of it moves, so the
/// connection may go if no transaction is open. Worker thread only, except construction.
class WorkerSession {
 public:
  WorkerSession(const Dialect& dialect, std::shared_ptr<const Registry> registry, Session::Options options)
      : m_dialect(dialect), m_registry(std::move(registry)), m_options(options) {}

  /// Calls the function with the session. What it returns may cross threads: records are frozen, nothing becomes Done.
  /// @throws DbError what it throws, InvalidRequest for records that are new or modified
  template <typename Function>
  auto run(Connection& connection, Function& function);
  /// Closes the session, and frees its records. Never throws. @param connection null where there is none any more
  void end(Connection* connection) noexcept;

 private:
  Session& enter(Connection& connection);
  FrozenRecordsPtr freeze(std::vector<RecordPtr> records);

  const Dialect& m_dialect;
  const std::shared_ptr<const Registry> m_registry;
  const Session::Options m_options;
  Connection* m_connection = nullptr;  ///< of the running job
  std::unique_ptr<Session> m_session;
  /// What callers hold frozen is held here too, so that its rows stay in the identity map.
  std::vector<std::pair<std::weak_ptr<const FrozenRecords>, std::vector<RecordPtr>>> m_held;
};

template <typename Function>
auto WorkerSession::run(Connection& connection, Function& function) {
  using Given = std::invoke_result_t<Function&, Session&>;
  static_assert(!std::is_pointer_v<Given> && !std::is_reference_v<Given> && !std::same_as<Given, std::vector<Record*>>,
                "what a record's thread owns stays there: return values, RecordPtr or std::vector<RecordPtr>");
  Session& session = enter(connection);
  if constexpr (std::is_void_v<Given>) {
    function(session);
    return Done{};
  } else if constexpr (std::same_as<Given, RecordPtr>) {
    RecordPtr record = function(session);
    return freeze(record ? std::vector{std::move(record)} : std::vector<RecordPtr>{});
  } else if constexpr (std::same_as<Given, std::vector<RecordPtr>>) {
    return freeze(function(session));
  } else {
    return function(session);
  }
}

}  // namespace joinery
