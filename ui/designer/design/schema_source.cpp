// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/schema_source.h"

#include <QtConcurrent>

#include "orm/core/input_file.h"
#include "orm/core/json.h"
#include "orm/core/result_of.h"
#include "orm/difference/revision_table_name.h"
#include "orm/engine/inspector.h"
#include "orm/revision/designed_schema.h"
#include "orm/schema/schema_json.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr std::size_t kMostSchemaBytes = 64 * 1024 * 1024;

ReadSchema readSchema(const schema::MetaData& metadata, std::string backend) {
  return {std::make_shared<const schema::MetaData>(migration::withoutRevisionTable(metadata)), std::move(backend)};
}

ReadSchema reflectedSchema(Worker::Context& context) {
  ReflectionObserver observer;
  observer.advanced = [&](std::int64_t tables, std::int64_t all) { context.progress.set(tables, all); };
  const auto metadata = reflect(context.connection, context.dialect, observer);
  context.cancelToken.throwIfCancelled();
  return readSchema(*metadata, context.dialect.name());
}

bool isWorkspaceFile(const QString& location) { return location.trimmed().endsWith(QLatin1String(".joinery"), Qt::CaseInsensitive); }

}  // namespace

ReadSchema schemaOfFile(const std::string& path) {
  const Json json = parseJson(fileContents(path, kMostSchemaBytes, "a schema"));
  const JsonPlace root(json, path.c_str());
  // A workspace keeps its design under "schema"; a schema has its tables at once.
  if (!root.has("schema")) {
    if (root.has("connections")) throw DbError(ErrorKind::Argument, path + " holds no designed schema");
    return readSchema(schema::schemaFromJson(root), {});
  }
  migration::DesignedSchema design = migration::designedSchemaFromJson(root.at("schema"));
  ReadSchema read = readSchema(design.metadata, design.dialect->name());
  read.recorded = std::move(design.recorded);
  return read;
}

SchemaSource::~SchemaSource() = default;

bool SchemaSource::isSchemaFile(const QString& location) { return location.trimmed().endsWith(QLatin1String(".json"), Qt::CaseInsensitive); }

void SchemaSource::setReading(bool isReading) {
  m_isReading = isReading;
  Q_EMIT readingChanged();
}

template <typename Future>
void SchemaSource::follow(const Future& future) {
  setReading(true);
  deliver(future, this, [this, number = ++m_number](Result<ReadSchema> result) {
    if (number != m_number) return;
    m_worker.reset();
    setReading(false);
    if (result) Q_EMIT read(*result);
    else Q_EMIT failed(result.error());
  });
}

void SchemaSource::readDatabase(std::shared_ptr<Engine> engine) {
  const QString what = tr("Reading the schema of %1").arg(toQString(engine->url().displayName()));
  m_worker = std::make_unique<Worker>(std::move(engine), Engine::Access::Read, "schema");
  follow(m_worker->run([](Worker::Context& context) { return reflectedSchema(context); }, toStdString(what)).future);
}

void SchemaSource::readFile(const QString& path) {
  m_worker.reset();
  follow(QtConcurrent::run([path = toStdString(path.trimmed())] { return resultOf([&] { return schemaOfFile(path); }); }));
}

void SchemaSource::readLocation(const QString& location) {
  if (isSchemaFile(location) || isWorkspaceFile(location)) return readFile(location);
  auto engine = resultOf([&] { return Engine::create(Url::parse(toStdString(location.trimmed())), Database::windowOptions()); });
  if (engine) return readDatabase(*engine);
  m_worker.reset();
  // As all else, not before the caller goes on.
  follow(QtConcurrent::run([error = engine.error()]() -> Result<ReadSchema> { return error; }));
}

void SchemaSource::stop() {
  if (m_worker) m_worker->cancelAll();
}

void SchemaSource::forget() {
  if (!m_isReading) return;
  ++m_number;
  m_worker.reset();
  setReading(false);
}

}  // namespace joinery::ui

#include "moc_schema_source.cpp"
