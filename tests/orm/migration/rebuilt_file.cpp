// SPDX-License-Identifier: GPL-3.0-or-later
#include "rebuilt_file.h"

#include <QFile>

#include "orm/core/display_text.h"
#include "orm/engine/execution.h"
#include "orm/engine/inspector.h"

namespace joinery::test {

RebuiltFile::RebuiltFile(const std::string& script) {
  open();
  run(script);
}

RebuiltFile RebuiltFile::copyOf(const std::string& path) {
  RebuiltFile file;
  const QString copy = file.m_folder->filePath(QStringLiteral("data.db"));
  if (!QFile::copy(QString::fromStdString(path), copy) || !QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner)) qFatal("can't be copied");
  file.open();
  return file;
}

void RebuiltFile::open() {
  Engine::Options options;
  options.createIfMissing = true;
  m_engine = Engine::create(Url::sqliteFile(m_folder->filePath(QStringLiteral("data.db")).toStdString()), options);
  m_connection = m_engine->connect(Engine::Access::Write);
}

std::shared_ptr<const schema::MetaData> RebuiltFile::reflect() { return joinery::reflect(connection(), dialect()); }

void RebuiltFile::run(const std::string& script) {
  for (const std::string& statement : connection().splitStatements(script)) connection().execute(statement);
}

std::string RebuiltFile::rows(const std::string& query) {
  CompiledStatement statement;
  statement.sql = query;
  const auto batch = fetchAll(connection(), statement);
  std::string text;
  for (std::size_t row = 0; row < batch->rows(); ++row) {
    for (std::size_t column = 0; column < batch->columnCount(); ++column) text += (column == 0 ? "" : ",") + displayText(batch->at(row, column), {});
    text += ";";
  }
  return text;
}

std::string RebuiltFile::rowsOf(const schema::Table& table) {
  std::string columns = table.hasRowId ? "rowid" : "1";
  for (const schema::Column& column : table.columns) columns += ", quote(" + dialect().quote(column.name) + ")";
  return rows("SELECT " + columns + " FROM " + dialect().quote(table.name) + " ORDER BY 1, 2");
}

migration::TableRebuild rebuildOf(const schema::MetaData& database, const std::string& table) {
  const auto found = database.find(QualifiedName(table));
  if (!found) qFatal("no table %s", table.c_str());
  migration::TableRebuild rebuild{*found, *found, {}};
  for (const schema::Column& column : found->columns) rebuild.columns.emplace_back(column.name, column.name);
  return rebuild;
}

}  // namespace joinery::test
