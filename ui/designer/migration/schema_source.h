// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>

#include "orm/migration/operation.h"
#include "ui/connections/database.h"

namespace joinery::ui {

/// A schema to be compared.
struct ReadSchema {
  std::shared_ptr<const schema::MetaData> metadata;
  std::string backend;                ///< "sqlite"; empty of a file, which does not tell
  migration::Operations recorded = {};  ///< of a design: what was done since its last revision
};

/// A schema on its way: reflected on a worker, or read from a file `*.json` as `joinery schema` writes it. The revision that a database
/// remembers is no part of it. GUI thread.
class SchemaSource : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;
  ~SchemaSource() override;

  /// In place of the one before. What has come is told by read() or failed(), never before this returns.
  void readDatabase(std::shared_ptr<Engine> engine);
  /// @param location a path, a URL or a file *.json
  void readLocation(const QString& location);
  static bool isSchemaFile(const QString& location);
  /// failed() with ErrorKind::Cancelled, if it reads a database.
  void stop();
  bool isReading() const { return m_isReading; }

 Q_SIGNALS:
  void read(const joinery::ui::ReadSchema& schema);
  void failed(const joinery::DbError& error);

 private:
  template <typename Future>
  void follow(const Future& future);
  void readFile(const QString& path);
  std::unique_ptr<Worker> m_worker;
  std::uint64_t m_number = 0;
  bool m_isReading = false;
};

}  // namespace joinery::ui
