// SPDX-License-Identifier: GPL-3.0-or-later
// A session on a thread of its own: verbs give futures, records that came back are looked at here and never read behind one's back.
#include "awaited.h"
#include "orm/core/db_error.h"
#include "orm/session/async_session.h"
#include "parents_and_children.h"

using namespace joinery;
using namespace joinery::example;

namespace {

/// Counts, step by step and in all.
class Counter {
 public:
  explicit Counter(Example& example) : m_example(example) {}
  int selects() {
    const Counts counts = m_example.counts();
    m_selects += counts.selects;
    m_updates += counts.updates;
    return counts.selects;
  }
  int allSelects() const { return m_selects; }
  int allUpdates() const { return m_updates; }

 private:
  Example& m_example;
  int m_selects = 0, m_updates = 0;
};

/// Prints records and what came along. @return how many came along
std::size_t show(const FrozenRecords& frozen) {
  const auto heap = RecordHeap::create();
  std::size_t children = 0;
  for (const RecordPtr& parent : frozen.thaw(*heap)) {
    std::cout << describe(*parent) << ", created at: " << parent->value("create_date").bytes() << '\n';
    for (Record* child : parent->collection("bs")) std::cout << "  " << describe(*child) << '\n', ++children;
  }
  return children;
}

void insertParents(Example& example, AsyncSession& session) {
  const auto heap = RecordHeap::create();
  const FrozenRecordsPtr inserted = awaited(session.merge(makeParents(*heap, *example.registry())));
  awaited(session.commit());
  const Counts counts = example.counts();
  example.expect("E1", "rows inserted", counts.rowsInserted, 8);
  example.expectAtMost("E1", "INSERT", counts.inserts, 8, 2);
  const auto dates = inserted->thaw(*heap);
  example.expect("E1", "a date that the database made", dates.front()->value("create_date").isNull(), false);
  example.expect("E1", "SELECT to print it", example.counts().selects + counts.selects, 0);
}

void readParents(Example& example, AsyncSession& session, Counter& counter) {
  {
    const FrozenRecordsPtr all = awaited(session.select({.model = "A"}, {.selectin = {"bs"}}));
    example.expect("E2", "SELECT for parents and children", counter.selects(), 2);
    example.expect("E2", "children", show(*all), std::size_t{5});
    example.expect("E2", "SELECT to walk them", counter.selects(), 0);
  }
  std::size_t children = 0;
  AsyncSession::Stream stream(session, {.model = "A"}, {.selectin = {"bs"}});
  for (auto some = awaited(stream.next()); !some->isEmpty(); some = awaited(stream.next())) children += show(*some);
  example.expect("E3", "children, streamed", children, std::size_t{5});
  example.expect("E3", "SELECT for the stream", counter.selects(), 2);
}

void changeARow(Example& example, AsyncSession& session, Counter& counter) {
  // Nobody holds what was read before; nor does the session's heap.
  awaited(session.run([](Session& here) { here.heap().collect(); }));
  const auto heap = RecordHeap::create();
  const FrozenRecordsPtr first = awaited(session.select({.model = "A", .sorts = {"+id"}, .limit = 1}));
  const RecordPtr a1 = first->thaw(*heap).front();
  a1->set("data", Value::text("new data"));
  const FrozenRecordsPtr changed = awaited(session.merge({a1}));
  awaited(session.commit());
  example.expect("E4", "SELECT", counter.selects(), 1);
  example.expect("E4", "UPDATE", counter.allUpdates(), 1);
  const RecordPtr now = changed->thaw(*heap).front();
  example.expect("E5", "after the commit, without expiry", describe(*now), "A 1 new data");
  example.expect("E5", "its date", now->value("create_date").isNull(), false);
  example.expect("E5", "SELECT for them", counter.selects(), 0);
  const FrozenRecordsPtr children = awaited(session.related(*now, "bs"));
  example.expect("E5", "children, asked for", children->size(), std::size_t{2});
  example.expect("E5", "SELECT for them", counter.selects(), 1);
  awaited(session.related(*now, "bs"));
  example.expect("E5", "SELECT while they are held", counter.selects(), 0);
  example.expect("E5", "SELECT in all", counter.allSelects(), 6);
  example.expect("E5", "UPDATE in all", counter.allUpdates(), 1);
  awaited(session.commit());
  example.expect("E4", "what is stored", example.rows("SELECT id, data FROM a ORDER BY id"), "1,new data; 2,a2; 3,a3");
}

std::string kindOfReading(const std::function<void()>& read) {
  try {
    read();
  } catch (const DbError& error) {
    return errorKindName(error.kind());
  }
  return "none";
}

void readBehindOnesBack(Example& example, AsyncSession& session) {
  const auto heap = RecordHeap::create();
  const RecordPtr a1 = awaited(session.get("A", {Value::integer(2)}))->thaw(*heap).front();
  const RecordPtr expired = awaited(session.run([](Session& here) {
    RecordPtr record = here.get("A", {Value::integer(3)});
    here.expire(*record);
    return record;
  }))->thaw(*heap).front();
  example.counts();
  example.expect("E6", "a lazy load here", kindOfReading([&] { a1->collection("bs"); }), "DetachedInstanceError");
  example.expect("E6", "an expired attribute here", kindOfReading([&] { expired->value("data"); }), "DetachedInstanceError");
  example.expect("E6", "SELECT", example.counts().selects, 0);
}

void useASession(Example& example) {
  example.create(parentTables(example), parentModels());
  example.giveBack();
  example.counts();
  AsyncSession session(example.engine(), example.registry());
  insertParents(example, session);
  Counter counter(example);
  readParents(example, session, counter);
  changeARow(example, session, counter);
  readBehindOnesBack(example, session);
}

}  // namespace

int main(int argc, char** argv) { return Example::run(argc, argv, useASession); }
