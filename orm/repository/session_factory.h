// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <type_traits>

#include "orm/engine/engine.h"
#include "orm/repository/record_repository.h"

namespace joinery {

/// Opens a session for each piece of work: one transaction that is committed when the work is done, and rolled back where it throws.
/// Records that the work gives back keep what was loaded. Blocks: a Worker's job, or a plain program; any thread of an engine's, the
/// connection's own thread otherwise.
class SessionFactory {
 public:
  /// Nothing is forgotten at a commit, so that records can be read when their session is gone.
  static constexpr Session::Options kKeeping{.autoflush = true, .expireOnCommit = false};

  /// Each session has a connection of its own, lent by the engine.
  SessionFactory(std::shared_ptr<Engine> engine, std::shared_ptr<const Registry> registry, Session::Options options = kKeeping)
      : m_engine(std::move(engine)), m_registry(std::move(registry)), m_options(options), m_criteria(GlobalCriteria::ofMixins(m_registry)) {}
  /// All sessions follow each other on one connection; it outlives them.
  SessionFactory(Connection& connection, const Dialect& dialect, std::shared_ptr<const Registry> registry, Session::Options options = kKeeping)
      : m_connection(&connection), m_dialect(&dialect), m_registry(std::move(registry)), m_options(options), m_criteria(GlobalCriteria::ofMixins(m_registry)) {}

  /// What each session that is opened from now on starts with. @see Session::criteria()
  GlobalCriteria& criteria() { return m_criteria; }

  /// @param work takes a Session& @return what it gives @throws what it throws, and DbError of the commit
  template <typename Work>
  std::invoke_result_t<Work, Session&> run(Work&& work) const {
    const Opened opened = open();
    if constexpr (std::is_void_v<std::invoke_result_t<Work, Session&>>) {
      std::invoke(std::forward<Work>(work), *opened.session);
      opened.session->commit();
    } else {
      auto result = std::invoke(std::forward<Work>(work), *opened.session);
      opened.session->commit();
      return result;
    }
  }
  /// @param work takes a RecordRepository& of the model
  template <typename Work>
  std::invoke_result_t<Work, RecordRepository&> run(const std::string& model, Work&& work) const {
    return run([&](Session& session) -> std::invoke_result_t<Work, RecordRepository&> {
      RecordRepository repository(session, model);
      return std::invoke(std::forward<Work>(work), repository);
    });
  }

 private:
  /// The session goes first, and rolls back what was not committed.
  struct Opened {
    ConnectionPool::Lease lease;
    std::unique_ptr<Session> session;
  };
  Opened open() const;

  std::shared_ptr<Engine> m_engine;
  Connection* m_connection = nullptr;
  const Dialect* m_dialect = nullptr;
  std::shared_ptr<const Registry> m_registry;
  Session::Options m_options;
  GlobalCriteria m_criteria;
};

}  // namespace joinery
