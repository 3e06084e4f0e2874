// SPDX-License-Identifier: GPL-3.0-or-later
// A collection that is never read as a whole: it is added to, selected from, and changed by statements of its own.
#include "awaited.h"
#include "orm/core/db_error.h"
#include "orm/session/async_session.h"
#include "orm/session/write_only_collection.h"
#include "parents_and_children.h"

using namespace joinery;
using namespace joinery::example;

namespace {

void insertWithChildren(Example& example, AsyncSession& session) {
  const auto heap = RecordHeap::create();
  awaited(session.merge(makeParents(*heap, *example.registry())));
  awaited(session.commit());
  const Counts counts = example.counts();
  example.expect("F1", "rows inserted", counts.rowsInserted, 8);
  example.expectAtMost("F1", "INSERT", counts.inserts, 8, 2);
  example.expect("F1", "SELECT", counts.selects, 0);
}

/// Selects the children of one parent, in the session's thread.
std::vector<RecordPtr> childrenOf(Session& session, const Value& id) { return WriteOnlyCollection(session, *session.get("A", {id}), "bs").select(); }

std::size_t countChildren(AsyncSession& session, const FrozenRecords& parents) {
  const auto heap = RecordHeap::create();
  std::size_t count = 0;
  for (const RecordPtr& parent : parents.thaw(*heap)) {
    std::cout << describe(*parent) << '\n';
    const auto children = awaited(session.run([id = parent->value("id")](Session& here) { return childrenOf(here, id); }))->thaw(*heap);
    for (const RecordPtr& child : children) std::cout << "  " << describe(*child) << '\n';
    count += children.size();
  }
  return count;
}

/// The same with both kinds of rows in pieces, one reading inside the other.
std::size_t streamChildren(Session& session) {
  std::size_t count = 0;
  RecordStream parents(session, {.model = "A"});
  for (auto some = parents.next(); !some.empty(); some = parents.next())
    for (const RecordPtr& parent : some) {
      RecordStream children = WriteOnlyCollection(session, *parent, "bs").stream();
      for (auto each = children.next(); !each.empty(); each = children.next()) count += each.size();
    }
  return count;
}

void readInPieces(Example& example, AsyncSession& session) {
  const FrozenRecordsPtr parents = awaited(session.select({.model = "A"}));
  int all = example.counts().selects;
  example.expect("F1", "SELECT for the parents", all, 1);
  example.expect("F1", "children", countChildren(session, *parents), std::size_t{5});
  const int selected = example.counts().selects;
  example.expect("F1", "SELECT for their children", selected, 3);
  example.expect("F1", "children, streamed", awaited(session.run(streamChildren)), std::size_t{5});
  const int streamed = example.counts().selects;
  example.expect("F1", "SELECT for the streams", streamed, 4);
  awaited(session.commit());
  awaited(session.run([](Session& here) { here.select({.model = "A", .sorts = {"+id"}}).front()->set("data", Value::text("new data")); }));
  all += selected + streamed + example.counts().selects;
  example.expect("F1", "SELECT in all", all, 9);
}

std::string refusal(const std::function<void()>& function) {
  try {
    function();
  } catch (const DbError& error) {
    return errorKindName(error.kind());
  }
  return "none";
}

void useTheCollection(Example& example) {
  const auto session = example.session();
  const RecordPtr a1 = session->get("A", {Value::integer(1)});
  const RecordPtr gone = session->get("B", {Value::integer(1)});
  example.counts();
  example.expect("F3", "walking it", refusal([&] { a1->collection("bs"); }), "TypeError");
  example.expect("F3", "replacing it", refusal([&] { a1->assign("bs", {}); }), "InvalidRequestError");
  WriteOnlyCollection bs(*session, *a1, "bs");
  bs.add({session->make("B"), session->make("B")});
  session->remove(*gone);
  session->flush();
  const Counts counts = example.counts();
  example.expect("F3", "rows added", counts.rowsInserted, 2);
  example.expect("F3", "SELECT to add and delete", counts.selects, 0);
  example.expect("F3", "rows inserted at once", bs.insert({{{"data", Value::text("x")}}, {{"data", Value::text("y")}}}), 2);
  example.expect("F3", "rows updated", bs.update({{"data", "x"}}, {{"data", Value::text("z")}}), 1);
  example.expect("F3", "rows deleted", bs.removeWhere({{"data", {{"$in", {"y", "z"}}}}}), 2);
  example.expect("F3", "SELECT for these", example.counts().selects, 0);
  example.expect("F3", "rows of this parent", bs.select().size(), std::size_t{3});
  // Without passive deletes nobody would see to the children.
  example.expect("F3", "deleting the parent", refusal([&] {
    session->remove(*a1);
    session->flush();
  }), "InvalidRequestError");
}

void useWriteOnlyCollections(Example& example) {
  example.create(parentTables(example), parentModels(Loading::WriteOnly));
  example.giveBack();
  example.counts();
  {
    AsyncSession session(example.engine(), example.registry());
    insertWithChildren(example, session);
    readInPieces(example, session);
  }
  Worker::waitForDestroyed(std::chrono::seconds(10));
  const bool isRolledBack = example.lastStatement().starts_with("ROLLBACK");
  example.expect("F2", "ends with ROLLBACK", isRolledBack, true);
  example.expect("F2", "UPDATE of what was not committed", example.counts().updates, 0);
  example.expect("F2", "what is stored", example.rows("SELECT data FROM a WHERE id = 1"), "a1");
  useTheCollection(example);
}

}  // namespace

int main(int argc, char** argv) { return Example::run(argc, argv, useWriteOnlyCollections); }
