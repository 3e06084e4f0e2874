// SPDX-License-Identifier: GPL-3.0-or-later
// One table of comments for rows of many tables, told by kind and key. No foreign key of the database says so: the mapping does.
#include "example.h"
#include "orm/changes/change_set_document.h"
#include "orm/changes/unit_of_work.h"
#include "orm/reading/record_reader.h"
#include "orm/session/write_only_collection.h"
#include "records.h"
#include "tables.h"

using namespace joinery;
using namespace joinery::example;

namespace {

schema::MetaData tables(const Example& example) {
  schema::MetaData metadata;
  metadata.add(table("album", {example.key("id"), required(text("title"))}, {"id"}));
  metadata.add(table("artist", {example.key("id"), required(text("name"))}, {"id"}));
  metadata.add(table("comment", {example.key("id"), text("parent_type"), integer("parent_id"), required(text("body"))}, {"id"}));
  return metadata;
}

/// @param kind what stands in comment.parent_type
RelationshipMapping commentsOf(const char* kind) {
  RelationshipMapping made = related("comments", "Comment", kind);
  made.joins = {{"id", "parent_id"}};
  made.criterion = {{"parent_type", Value::text(kind)}};
  made.orderBy = {"+id"};
  return made;
}

RelationshipMapping parentOf(const char* kind, const char* model) {
  RelationshipMapping made = related(kind, model, "comments");
  made.joins = {{"parent_id", "id"}};
  made.criterion = {{"parent_type", Value::text(kind)}};
  return made;
}

std::vector<ModelMapping> models(Loading loading = Loading::Select) {
  RelationshipMapping ofAlbum = commentsOf("album");
  ofAlbum.loading = loading;
  return {{.name = "Album", .table = QualifiedName("album"), .relationships = {ofAlbum}},
          {.name = "Artist", .table = QualifiedName("artist"), .relationships = {commentsOf("artist")}},
          {.name = "Comment", .table = QualifiedName("comment"), .relationships = {parentOf("artist", "Artist"), parentOf("album", "Album")}}};
}

RecordPtr made(Session& session, const char* model, const char* attribute, const char* text) {
  RecordPtr record = session.make(model);
  record->set(attribute, Value::text(text));
  return record;
}

std::string bodiesOf(Record& record) {
  std::string text;
  for (Record* comment : record.collection("comments")) text += (text.empty() ? "" : ",") + textOf(*comment, "body");
  return text;
}

std::string parentsOf(Record& comment) {
  return std::string(comment.related("artist") ? "artist" : "") + (comment.related("album") ? "album" : "");
}

/// An artist and an album have the same key, and each its own comments.
void write(Example& example) {
  const auto session = example.session();
  const RecordPtr artist = made(*session, "Artist", "name", "AC/DC"), album = made(*session, "Album", "title", "Rock");
  artist->append("comments", *made(*session, "Comment", "body", "loud"));
  artist->append("comments", *made(*session, "Comment", "body", "good"));
  const RecordPtr last = made(*session, "Comment", "body", "short");
  last->setRelated("album", album.get());
  for (const RecordPtr& each : {artist, album, last}) session->add(*each);
  session->commit();
  example.expect("T10", "SELECT while writing", example.counts().selects, 0);
  example.expect("T10", "kind and key are written", example.rows("SELECT parent_type, parent_id, body FROM comment ORDER BY body"), "artist,1,good; artist,1,loud; album,1,short");
}

void read(Example& example) {
  const auto session = example.session();
  const RecordPtr artist = session->get("Artist", {Value::integer(1)});
  example.counts();
  example.expect("T10", "a row's own comments alone", bodiesOf(*artist), "loud,good");
  example.expect("T10", "SELECT for them", example.counts().selects, 1);
  const std::vector<RecordPtr> comments = session->select({.model = "Comment", .sorts = {"+id"}});
  example.counts();
  std::string kinds;
  for (const RecordPtr& comment : comments) kinds += (kinds.empty() ? "" : ",") + parentsOf(*comment);
  example.expect("T10", "a comment has one parent", kinds, "artist,artist,album");
  example.expect("T10", "SELECT for them, the artist is held", example.counts().selects, 1);
}

void loadAlong(Example& example) {
  for (const bool isJoined : {false, true}) {
    const auto session = example.session();
    SelectOptions options;
    (isJoined ? options.joined : options.selectin) = {"comments", "comments.album"};
    const std::vector<RecordPtr> albums = session->select({.model = "Album"}, options);
    example.expect("T10", isJoined ? "comments by a join" : "comments by selectin", bodiesOf(*albums.front()), "short");
    (isJoined ? options.joined : options.selectin) = {"artist", "album"};
    example.counts();
    const std::vector<RecordPtr> comments = session->select({.model = "Comment", .sorts = {"+id"}}, options);
    example.expectAtMost("T10", "SELECT for comments and their parents", example.counts().selects, isJoined ? 1 : 3);
    example.expect("T10", "parents along", parentsOf(*comments.front()) + parentsOf(*comments.back()), "artistalbum");
    example.expect("T10", "SELECT after it", example.counts().selects, 0);
  }
  const auto session = example.session();
  example.expect("T10", "filters see the kind", session->select({.model = "Album", .filter = {{"comments", {{"body", "loud"}}}}}).size(), std::size_t{0});
  example.expect("T10", "filters to a parent", namesOf(session->select({.model = "Artist", .filter = {{"comments", {{"artist", {{"name", "AC/DC"}}}}}}})), "AC/DC");
  example.expect("T10", "filters from comments", session->select({.model = "Comment", .filter = {{"album", {{"id", 1}}}}}).size(), std::size_t{1});
}

/// The window's way of reading, and its way of writing.
void readRows(Example& example) {
  RecordReader reader(example.connection(), example.engine()->dialect(), example.registry());
  const auto artists = reader.select({.model = "Artist", .joins = {"comments"}});
  example.expect("T10", "rows along in the window", artists.front()->related("comments")->size(), std::size_t{2});
  const auto comments = reader.select({.model = "Comment", .sorts = {"+id"}, .joins = {"artist", "album"}});
  example.expect("T10", "the parent of a row", comments.back()->related("artist")->size() * 10 + comments.back()->related("album")->size(), std::size_t{1});
  const UnitOfWork unit(*example.registry(), example.engine()->dialect(), UnitOfWork::Locking::BeforeImage);
  ChangeSet changes = changeSetFromJson({{"changes", {{{"model", "Album"}, {"op", "link"}, {"key", 1}, {"relationship", "comments"}, {"to", 1}}}}}, *example.registry());
  unit.readImages(example.connection(), changes);
  example.expect("T10", "a link by a change set", static_cast<int>(unit.commit(example.connection(), changes).outcome), static_cast<int>(CommitResult::Outcome::Committed));
  example.expect("T10", "writes the kind too", example.rows("SELECT parent_type, parent_id FROM comment WHERE id = 1"), "album,1");
}

void move(Example& example) {
  const auto session = example.session();
  const RecordPtr artist = session->get("Artist", {Value::integer(1)}), album = session->get("Album", {Value::integer(1)});
  Record* comment = artist->collection("comments").front();
  album->append("comments", *comment);
  session->commit();
  example.expect("T10", "a comment moves to a row of another table", example.rows("SELECT count(*) FROM comment WHERE parent_type = 'album'"), "3");
  session->remove(*session->get("Artist", {Value::integer(1)}));
  session->commit();
  example.expect("T10", "deleting a row leaves other tables' comments", example.rows("SELECT count(*) FROM comment WHERE parent_id = 1"), "3");
}

void writeOnly(Example& example) {
  const auto registry = mapModels(std::make_shared<schema::MetaData>(tables(example)), models(Loading::WriteOnly));
  Session session(example.connection(), example.engine()->dialect(), registry);
  const RecordPtr album = session.get("Album", {Value::integer(1)});
  WriteOnlyCollection comments(session, *album, "comments");
  comments.insert({{{"body", Value::text("new")}}});
  example.expect("T10", "a write-only collection fills in the kind", comments.select({.filter = {{"body", "new"}}}).size(), std::size_t{1});
  session.commit();
}

void comment(Example& example) {
  example.create(tables(example), models());
  example.counts();
  const Relationship& comments = *example.registry()->at("Album").relationship("comments");
  example.expect("T10", "the relationship says that the database does not know of it", comments.isVirtual, true);
  write(example);
  read(example);
  loadAlong(example);
  readRows(example);
  move(example);
  writeOnly(example);
}

}  // namespace

int main(int argc, char** argv) { return Example::run(argc, argv, comment); }
