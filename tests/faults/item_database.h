// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "orm/changes/outcome_resolver.h"
#include "orm/changes/unit_of_work.h"
#include "orm/engine/engine.h"
#include "orm/model/registry.h"

namespace joinery::test {

/// Two tables of a server, as the program under test sees them: items, and parts that refer to them.
class ItemDatabase {
 public:
  /// Makes the tables anew. @param truth past everything that breaks @param url as the program connects
  ItemDatabase(const Url& truth, const Url& url);

  Engine& engine() const { return *m_engine; }
  const Registry& registry() const { return *m_registry; }
  const Dialect& dialect() const { return m_engine->dialect(); }
  UnitOfWork unit() const { return UnitOfWork(*m_registry, dialect(), UnitOfWork::Locking::BeforeImage); }
  OutcomeResolver resolver() const { return OutcomeResolver(*m_registry, dialect()); }

  /// A changed item, an added one and a part of that: three rows named for the number. With their images.
  ChangeSet changesOf(int number, Connection& connection) const;
  /// Commits, and finds out what came of it where that is unknown.
  CommitResult commit(int number) const;
  /// SQL that counts the rows of changesOf() that are written: 0 or 3.
  static std::string countOf(int number);

 private:
  std::shared_ptr<Engine> m_engine;
  std::shared_ptr<const Registry> m_registry;
};

}  // namespace joinery::test
