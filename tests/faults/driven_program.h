// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QProcessEnvironment>
#include <map>
#include <string>

namespace joinery::test {

/// The program that edits and commits, and the ledger of what it said it had done: kept here, outside of it.
class DrivenProgram {
 public:
  enum class Doing { Edits, PacedEdits, Commits };
  struct Orders { std::string url, journals; Doing doing = Doing::Edits; int seed = 0, count = 1'000'000; };
  /// @param faults JOINERY_FAULT and the like; with them the library that makes calls fail is loaded first
  explicit DrivenProgram(const Orders& orders, const std::map<QString, QString>& faults = {});
  ~DrivenProgram();

  /// Until it has opened its database. @return false where it ended before
  bool waitUntilReady();
  void kill();
  /// Until it ends by itself or is killed by a fault.
  void waitUntilEnded();
  /// Reads the rest of what it said.
  void settle();

  const std::string& journal() const { return m_journal; }  ///< the id of its journal
  using State = std::map<std::uint64_t, std::string>;       // by change: its token; under 0 a console's text
  /// By the journal's number what that record leads to, said before the record was made; at 0 nothing.
  const std::map<std::uint64_t, State>& states() const { return m_states; }
  std::uint64_t recorded() const { return m_recorded; }
  const std::string& round() const { return m_round; }      ///< that it was about to commit
  std::uint64_t roundNumber() const { return m_roundNumber; }  ///< of the journal, with all edits of that round
  int committedRounds() const { return m_committedRounds; }
  const std::string& outcome() const { return m_outcome; }  ///< that it said of that round; empty for none
  bool isDone() const { return m_done; }
  bool wasFailing() const { return m_failing; }

 private:
  void read();
  void take(const QByteArray& line);

  QProcess m_process;
  QByteArray m_rest;
  std::string m_journal;
  std::map<std::uint64_t, State> m_states{{0, {}}};
  std::uint64_t m_recorded = 0, m_roundNumber = 0;
  int m_committedRounds = 0;
  std::string m_round, m_outcome;
  bool m_ready = false, m_done = false, m_failing = false;
};

}  // namespace joinery::test
