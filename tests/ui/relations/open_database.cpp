// SPDX-License-Identifier: GPL-3.0-or-later
#include "open_database.h"

#include <QSignalSpy>
#include <QTest>

#include "orm/engine/execution.h"
#include "orm/query/model_select.h"

namespace joinery::test {

namespace {

constexpr const char* kScript = R"(
BEGIN;
CREATE TABLE artist(id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE album(id INTEGER PRIMARY KEY, title TEXT NOT NULL, artist_id INTEGER REFERENCES artist(id), year INTEGER, cover BLOB, notes TEXT);
CREATE TABLE track(id INTEGER PRIMARY KEY, name TEXT NOT NULL, album_id INTEGER REFERENCES album(id), milliseconds INTEGER,
                   seconds INTEGER GENERATED ALWAYS AS (milliseconds / 1000) STORED);
CREATE TABLE playlist(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE playlist_track(playlist_id INTEGER NOT NULL REFERENCES playlist(id), track_id INTEGER NOT NULL REFERENCES track(id),
                            PRIMARY KEY (playlist_id, track_id));
CREATE TABLE employee(id INTEGER PRIMARY KEY, name TEXT NOT NULL, boss_id INTEGER REFERENCES employee(id));
CREATE TABLE play(track_id INTEGER REFERENCES track(id), played TEXT);
CREATE TABLE shelf(room TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (room, number));
CREATE TABLE box(id INTEGER PRIMARY KEY, room TEXT, number INTEGER, what TEXT, FOREIGN KEY (room, number) REFERENCES shelf(room, number));
CREATE TABLE amount(id INTEGER PRIMARY KEY, amount INTEGER NOT NULL) STRICT;
INSERT INTO amount VALUES (1, 5), (2, 6);
INSERT INTO artist VALUES (1, 'AC/DC'), (2, 'Nobody');
INSERT INTO album(id, title, artist_id, year, cover, notes) VALUES (1, 'High Voltage', 1, 1976, x'0102', 'one
two'), (2, 'Powerage', 1, 1978, NULL, NULL), (3, 'Lost', NULL, NULL, NULL, NULL);
INSERT INTO track(id, name, album_id, milliseconds) VALUES (1, 'T.N.T.', 1, 214000), (2, 'Live Wire', 1, 349000), (3, 'Riff Raff', 2, 312000);
INSERT INTO playlist VALUES (1, 'Loud'), (2, 'Quiet');
INSERT INTO playlist_track VALUES (1, 1), (1, 3);
INSERT INTO employee VALUES (1, 'Ada', NULL), (2, 'Ben', 1), (3, 'Cem', 2);
INSERT INTO play VALUES (1, '2024-01-01'), (1, '2024-01-02');
INSERT INTO shelf VALUES ('north', 1), ('south', 1);
INSERT INTO box VALUES (1, 'north', 1, 'records'), (2, 'north', 1, 'tapes'), (3, NULL, 1, 'lost');
COMMIT;
)";

}  // namespace

OpenDatabase::OpenDatabase() {
  Engine::Options options;
  options.createIfMissing = true;
  m_engine = Engine::create(Url::sqliteFile(m_folder.filePath(QStringLiteral("records.db")).toStdString()), options);
  run(kScript);
  m_database = std::make_unique<ui::Database>(m_engine);
  QSignalSpy opened(m_database.get(), &ui::Database::opened);
  m_database->open();
  if (!opened.wait(30'000)) qFatal("the database did not open");
  m_changes = std::make_unique<ui::PendingChanges>(m_database.get());
}

OpenDatabase::~OpenDatabase() {
  m_changes.reset();
  m_database.reset();
  m_engine.reset();
  Worker::waitForDestroyed(std::chrono::seconds(5));
}

void OpenDatabase::run(const std::string& script) {
  auto writer = m_engine->connect(Engine::Access::Write);
  for (const std::string& statement : writer->splitStatements(script)) fetchAll(*writer->execute(statement));
}

void OpenDatabase::runAndReopen(const std::string& script) {
  run(script);
  QSignalSpy opened(m_database.get(), &ui::Database::opened);
  m_database->open();
  if (!opened.wait(30'000)) qFatal("the database did not open");
}

std::shared_ptr<const RowBatch> OpenDatabase::rows(const std::string& name) {
  const Model& model = m_database->registry()->at(name);
  auto reader = m_engine->connect(Engine::Access::Read);
  return fetchAll(*reader, m_engine->dialect().compile(selectModel(model, "t")));
}

int OpenDatabase::selectsSince() {
  int found = 0;
  for (const LoggedStatement& statement : m_engine->log().statements(m_lastStatement)) {
    m_lastStatement = statement.number;
    if (statement.sql.starts_with("SELECT")) ++found;
  }
  return found;
}

QModelIndex child(const QModelIndex& parent, const QString& start) {
  const QAbstractItemModel* model = parent.model();
  for (int row = 0; row < model->rowCount(parent); ++row) {
    const QModelIndex index = model->index(row, 0, parent);
    if (index.data().toString().startsWith(start)) return index;
  }
  return {};
}

QStringList titles(const QAbstractItemModel& model, const QModelIndex& parent) {
  QStringList found;
  for (int row = 0; row < model.rowCount(parent); ++row) found << model.index(row, 0, parent).data().toString();
  return found;
}

}  // namespace joinery::test
