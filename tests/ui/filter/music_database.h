// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSignalSpy>
#include <QTemporaryDir>
#include <memory>

#include "orm/core/display_text.h"
#include "orm/engine/execution.h"
#include "ui/connections/database.h"

namespace joinery::test {

/// A small SQLite file of artists, opened as the window does.
class MusicDatabase {
 public:
  MusicDatabase() {
    Engine::Options options;
    options.createIfMissing = true;
    m_engine = Engine::create(Url::sqliteFile(m_folder.filePath(QStringLiteral("music.db")).toStdString()), options);
    run("CREATE TABLE Artist(ArtistId INTEGER PRIMARY KEY, Name TEXT NOT NULL, Founded INTEGER, Since DATE, IsBand BOOLEAN, Facts JSON);"
        "CREATE TABLE Album(AlbumId INTEGER PRIMARY KEY, Title TEXT NOT NULL, ArtistId INTEGER REFERENCES Artist(ArtistId), Price REAL, Cover BLOB);"
        "CREATE TABLE Track(TrackId INTEGER PRIMARY KEY, Name TEXT NOT NULL, AlbumId INTEGER REFERENCES Album(AlbumId));"
        "INSERT INTO Artist(ArtistId, Name, Founded) VALUES (1, 'AC/DC', 1973), (2, 'Accept', NULL), (3, 'Nobody', 2001);"
        "INSERT INTO Album(AlbumId, Title, ArtistId) VALUES (1, 'High Voltage', 1), (2, 'Powerage', 1), (3, 'Restless', 2);"
        "INSERT INTO Track VALUES (1, 'T.N.T.', 1), (2, 'Riff Raff', 2);");
    m_database = std::make_unique<ui::Database>(m_engine);
    QSignalSpy opened(m_database.get(), &ui::Database::opened);
    m_database->open();
    if (!opened.wait(60'000)) qFatal("the database did not open");
  }
  ~MusicDatabase() {
    m_database.reset();
    m_engine.reset();
    Worker::waitForDestroyed(std::chrono::seconds(10));
  }

  ui::Database* database() { return m_database.get(); }
  const Registry& registry() const { return *m_database->registry(); }
  void run(const std::string& script) {
    auto writer = m_engine->connect(Engine::Access::Write);
    for (const std::string& statement : writer->splitStatements(script)) fetchAll(*writer->execute(statement));
  }
  /// The first cell of what a query finds.
  std::string value(const std::string& query) {
    auto reader = m_engine->connect(Engine::Access::Read);
    const auto batch = fetchAll(*reader->execute(query));
    return batch->rows() == 0 ? std::string() : displayText(batch->at(0, 0), batch->column(0).type);
  }

 private:
  QTemporaryDir m_folder;
  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<ui::Database> m_database;
};

}  // namespace joinery::test
