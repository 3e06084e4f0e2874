// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <memory>
#include <string>

#include "orm/core/json.h"
#include "orm/engine/engine.h"
#include "orm/engine/execution.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"
#include "orm/query/filter_document.h"
#include "orm/query/model_select.h"

namespace joinery {

/// A SQLite database with its models, and what a filter and a hand-written query find in it.
class Database {
 public:
  explicit Database(const Url& url, const std::string& script = {}) : m_engine(Engine::create(url)) {
    if (!script.empty()) {
      auto writer = m_engine->connect(Engine::Access::Write);
      for (const std::string& statement : writer->splitStatements(script)) joinery::fetchAll(*writer->execute(statement));
    }
    auto reader = m_engine->connect(Engine::Access::Read);
    m_registry = automap(reflect(*reader, m_engine->dialect()), m_engine->dialect().namesIgnoreCase());
  }

  const Registry& registry() const { return *m_registry; }
  const Model& model(const std::string& name) const { return m_registry->at(name); }

  /// One attribute of the rows that a filter lets through, sorted as texts and joined by commas.
  QString rows(const std::string& modelName, const std::string& filter, const std::string& attribute,
               std::chrono::system_clock::time_point now = std::chrono::system_clock::now()) const {
    const Model& found = model(modelName);
    const sql::Expression condition = compileFilter(parseJson(filter), *m_registry, found, "t", now);
    return run(m_engine->dialect().compile(selectModel(found, "t", std::vector{attribute}).where(condition)));
  }
  /// The same of a query's first column.
  QString query(const std::string& sql) const {
    CompiledStatement statement;
    statement.sql = sql;
    return run(statement);
  }
  QString run(const CompiledStatement& statement) const {
    auto reader = m_engine->connect(Engine::Access::Read);
    const auto batch = joinery::fetchAll(*reader, statement);
    QStringList texts;
    for (std::size_t row = 0; row < batch->rows(); ++row)
      texts << QString::fromStdString(displayText(batch->at(row, 0), batch->column(0).type));
    texts.sort();
    return texts.join(QLatin1Char(','));
  }

 private:
  std::shared_ptr<Engine> m_engine;
  std::shared_ptr<const Registry> m_registry;
};

}  // namespace joinery
