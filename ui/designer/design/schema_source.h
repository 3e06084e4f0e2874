// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>

#include "orm/difference/operation.h"
#include "ui/connections/database.h"

namespace joinery::ui {

/// A schema of a database or of a file. The table that notes a database's revision is no part of it.
struct ReadSchema {
  std::shared_ptr<const schema::MetaData> metadata;
  std::string backend;                  ///< "sqlite"; empty of a file of a schema, which does not tell
  migration::Operations recorded = {};  ///< of a design: what was done since its last revision
};

/// A schema on its way: reflected on a worker, or read from a file: `*.json` as `joinery schema` writes it, or the design of a workspace
/// `*.joinery`. GUI thread.
class SchemaSource : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;
  ~SchemaSource() override;

  /// In place of the one before. What has come is told by read() or failed(), never before this returns.
  void readDatabase(std::shared_ptr<Engine> engine);
  void readFile(const QString& path);
  /// @param location a path or a URL of a database, or one of those files
  void readLocation(const QString& location);
  static bool isSchemaFile(const QString& location);
  /// failed() with ErrorKind::Cancelled, if it reads a database.
  void stop();
  /// Nothing of it is told any more.
  void forget();
  bool isReading() const { return m_isReading; }

 Q_SIGNALS:
  void read(const joinery::ui::ReadSchema& schema);
  void failed(const joinery::DbError& error);
  void readingChanged();

 private:
  template <typename Future>
  void follow(const Future& future);
  void setReading(bool isReading);
  std::unique_ptr<Worker> m_worker;
  std::uint64_t m_number = 0;
  bool m_isReading = false;
};

/// What a file holds. Waits for the disk: not on the GUI thread.
/// @throws DbError CannotOpen, TooLarge; Argument with the place of what is wrong, or for a workspace without a design
ReadSchema schemaOfFile(const std::string& path);

}  // namespace joinery::ui
