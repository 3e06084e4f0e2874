// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>

#include "orm/core/result.h"
#include "orm/engine/worker.h"
#include "orm/schema/metadata.h"

namespace joinery::ui {

/// A schema that tables are copied from, and the engine that it is of.
struct ReadSchema {
  std::shared_ptr<const schema::MetaData> metadata;
  const Dialect* dialect = nullptr;
};

/// Reads the schema of a database or of a file in the background; what is asked next stops what was asked before. GUI thread.
class SchemaSource : public QObject {
  Q_OBJECT
 public:
  explicit SchemaSource(QObject* parent);
  ~SchemaSource() override;

  /// Of a database: a URL, or a file of SQLite.
  void readDatabase(const QString& location);
  /// Of a file: a schema as JSON, or a workspace that has a design.
  void readFile(const QString& path);
  void stop();
  bool isReading() const { return m_asked != 0; }

 Q_SIGNALS:
  void read(const joinery::ui::ReadSchema& schema);
  void failed(const joinery::DbError& error);
  void readingChanged();

 private:
  void begin();
  void take(const Result<ReadSchema>& schema);
  std::unique_ptr<Worker> m_worker;
  std::uint64_t m_count = 0, m_asked = 0;  // m_asked: which answer is waited for
};

/// What a file says: @throws DbError Argument with the place of what is wrong
ReadSchema schemaOfJson(const std::string& text, const std::string& name);

}  // namespace joinery::ui
