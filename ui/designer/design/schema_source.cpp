// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/schema_source.h"

#include <QFile>
#include <QFileInfo>
#include <QtConcurrentRun>

#include "orm/core/json_place.h"
#include "orm/core/result_of.h"
#include "orm/engine/dialects.h"
#include "orm/engine/engine.h"
#include "orm/engine/inspector.h"
#include "orm/schema/schema_json.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

ReadSchema readSchemaFile(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) throw DbError(ErrorKind::CannotOpen, toStdString(path + QStringLiteral(": ") + file.errorString()));
  return schemaOfJson(file.readAll().toStdString(), toStdString(QFileInfo(path).fileName()));
}

}  // namespace

ReadSchema schemaOfJson(const std::string& text, const std::string& name) {
  const Json json = parseJson(text);
  const JsonPlace root(json, name.c_str());
  // A workspace keeps its design under "schema", a design its tables under "metadata".
  const JsonPlace design = root.has("schema") ? root.at("schema") : root;
  const bool isDesign = design.has("metadata");
  auto metadata = std::make_shared<schema::MetaData>(schema::schemaFromJson(isDesign ? design.at("metadata") : design));
  const std::string engine = isDesign ? design.at("dialect").text() : metadata->defaultSchema == "main" ? "sqlite" : "postgresql";
  return {std::move(metadata), &dialectFor(engine)};
}

SchemaSource::SchemaSource(QObject* parent) : QObject(parent) {}

SchemaSource::~SchemaSource() = default;

void SchemaSource::begin() {
  stop();
  m_asked = ++m_count;
  Q_EMIT readingChanged();
}

void SchemaSource::stop() {
  if (m_asked == 0) return;
  m_asked = 0;
  m_worker.reset();
  Q_EMIT readingChanged();
}

void SchemaSource::take(const Result<ReadSchema>& schema) {
  m_asked = 0;
  m_worker.reset();
  if (schema) Q_EMIT read(*schema);
  else Q_EMIT failed(schema.error());
  Q_EMIT readingChanged();
}

void SchemaSource::readDatabase(const QString& location) {
  begin();
  try {
    auto engine = Engine::create(Url::parse(toStdString(location.trimmed())));
    m_worker = std::make_unique<Worker>(engine, Engine::Access::Read, toStdString(tr("tables to copy")));
    const auto job = m_worker->run([](Worker::Context& context) { return ReadSchema{reflect(context.connection, context.dialect), &dialectFor(context.dialect.name())}; }, toStdString(tr("Reading the tables to copy")));
    deliver(job.future, this, [this, asked = m_asked](const Result<ReadSchema>& schema) { if (asked == m_asked) take(schema); });
  } catch (const DbError& error) {
    take(error);
  }
}

void SchemaSource::readFile(const QString& path) {
  begin();
  const auto read = QtConcurrent::run([path] { return resultOf([&] { return readSchemaFile(path); }); });
  deliver(read, this, [this, asked = m_asked](const Result<ReadSchema>& schema) { if (asked == m_asked) take(schema); });
}

}  // namespace joinery::ui

#include "moc_schema_source.cpp"
