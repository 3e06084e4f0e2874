// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDataStream>

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "orm/session/session.h"

namespace joinery {

/// Records, and what was loaded of them and of all that they lead to, as they were at one moment: plain data that belongs to no
/// session, no heap and no thread. Immutable, so it crosses threads as shared_ptr<const FrozenRecords>. Values that were read stay in
/// their batches, which live as long. To be used again it is thawed, into a session or into a heap of records that only are looked at;
/// neither reads anything.
class FrozenRecords {
 public:
  /// Which records may be frozen.
  enum class Take {
    Read,  ///< what a database has: with a row, and nothing changed of it
    Any,   ///< also what is new or changed, as it is; a session takes such ones by Session::merge of what was thawed into a heap
  };

  /// Reads nothing: what is not loaded, or has expired, is not there when it is thawed.
  /// @param records may hold one several times
  /// @param registry with the records' models; lives as long as this
  /// @param depth how many relationships are followed from the records on; left out: all that are loaded
  /// @throws DbError InvalidRequest: a record that is new, deleted or modified, where only what was read is taken
  /// The thread of the records.
  static std::shared_ptr<const FrozenRecords> freeze(const std::vector<RecordPtr>& records, std::shared_ptr<const Registry> registry,
                                                     Take take = Take::Read, std::optional<int> depth = {});

  /// As records of a session: of each row the one that it has already, else a new one, persistent and unmodified. What is frozen
  /// replaces what such a record holds; where it was modified, its changes are gone without a word.
  /// @return in the order in which they were frozen
  /// @throws DbError InvalidRequest: frozen with models of another registry, or without a row
  /// The session's thread.
  std::vector<RecordPtr> thaw(Session& session) const;
  /// As detached records of a heap, to be looked at: what is not loaded is a DbError Detached, never read. Each time new ones.
  std::vector<RecordPtr> thaw(RecordHeap& heap) const;

  /// All of it as bytes, for read(). Any thread.
  void write(QDataStream& out) const;
  /// What write() wrote, of models with the same names and attributes. Any thread.
  /// @throws DbError Data: other models, or bytes that no write() made
  static std::shared_ptr<const FrozenRecords> read(QDataStream& in, std::shared_ptr<const Registry> registry);

  /// Records that were frozen, without those that they lead to.
  std::size_t size() const { return m_first.size(); }
  bool isEmpty() const { return m_first.empty(); }

 private:
  class Freezer;
  struct Link {
    const Relationship* relationship;
    std::vector<std::size_t> items;
  };
  struct Frozen {
    const Model* model = nullptr;
    std::vector<Value> identity;  ///< empty: without a row
    bool isExpired = false;
    RecordHeap::Row row;
    std::vector<Link> links;
  };

  static void write(QDataStream& out, const Frozen& frozen);
  static Frozen readOne(QDataStream& in, const Registry& registry);
  static bool isTold(const Frozen& frozen);
  static void fill(Record& record, const Frozen& frozen);
  static RecordPtr made(RecordHeap& heap, const Frozen& frozen);
  static RecordPtr placed(Session& session, const Frozen& frozen);
  std::vector<RecordPtr> linked(RecordHeap& heap, const std::vector<RecordPtr>& records) const;

  std::shared_ptr<const Registry> m_registry;
  std::vector<Frozen> m_records;
  std::vector<std::size_t> m_first;
};

using FrozenRecordsPtr = std::shared_ptr<const FrozenRecords>;

}  // namespace joinery
