// SPDX-License-Identifier: GPL-3.0-or-later
// Code in the synchronous style inside an asynchronous session: on its thread whatever is not loaded is read when it is asked for.
#include "awaited.h"
#include "orm/session/async_session.h"
#include "parents_and_children.h"

using namespace joinery;
using namespace joinery::example;

namespace {

void insertRows(Session& session) {
  const std::vector<RecordPtr> parents = makeParents(session.heap(), session.registry());
  for (const RecordPtr& parent : parents) session.add(*parent);
  session.commit();
}

/// An ordinary function of an ordinary session. @return children that it met
std::size_t runQueries(Session& session) {
  std::size_t children = 0;
  for (const RecordPtr& parent : session.select({.model = "A"})) {
    std::cout << describe(*parent) << '\n';
    for (Record* child : parent->collection("bs")) std::cout << "  " << describe(*child) << '\n', ++children;
  }
  session.select({.model = "A", .sorts = {"+id"}}).front()->set("data", Value::text("new data"));
  return children;
}

void keepParents(Example& example) {
  example.create(parentTables(example), parentModels());
  example.giveBack();
  example.counts();
  AsyncSession session(example.engine(), example.registry(), Session::Options{});
  awaited(session.run(insertRows));
  const Counts inserted = example.counts();
  example.expect("I", "rows inserted", inserted.rowsInserted, 8);
  example.expectAtMost("I", "INSERT", inserted.inserts, 8, 2);
  example.expect("I", "children met", awaited(session.run(runQueries)), std::size_t{5});
  const Counts read = example.counts();
  example.expect("I", "SELECT, by itself too", read.selects, 5);
  example.expect("I", "UPDATE before the commit", read.updates, 0);
  awaited(session.commit());
  const Counts committed = example.counts();
  example.expect("I", "UPDATE", committed.updates, 1);
  example.expect("I", "SELECT", committed.selects, 0);
  example.expect("I", "what is stored", example.rows("SELECT id, data FROM a ORDER BY id"), "1,new data; 2,a2; 3,a3");
}

}  // namespace

int main(int argc, char** argv) { return Example::run(argc, argv, keepParents); }
