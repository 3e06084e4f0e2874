// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>
#include <QTemporaryDir>
#include <map>
#include <string>
#include <vector>

namespace joinery::test {

/// What was found behind each fault.
struct ChangeTally {
  int tried = 0, happened = 0, mixed = 0, unsound = 0, wrong = 0, unknown = 0;
  std::vector<int> states = {};  ///< how often each was found
  bool isClean() const { return mixed + unsound + wrong == 0; }
  void print(const char* what) const;
};

/// A SQLite file whose tables a program changes until it is killed: `program FILE STATEMENT` says "done", "refused" or "unknown".
class ChangedFile {
 public:
  /// @param program that changes it @param contents queries that tell all of it; children stand between two that give CHILDREN
  ChangedFile(QString program, std::vector<const char*> contents) : m_program(std::move(program)), m_contents(std::move(contents)) {}

  /// What the program is told behind the statement.
  void setWords(const QStringList& words) { m_words = words; }
  /// @param mode of the journal
  void makeTemplate(const QByteArray& mode, const std::vector<const char*>& statements);
  /// The file is the template again.
  void restore() const;
  /// Runs the program; killed before that statement, from 1 on; 0: never. @return what it said
  QByteArray drive(int statement, const std::map<QString, QString>& faults = {}) const;
  /// Starts it and kills it after that time. @param killed whether it had not ended @return what it said
  QByteArray driveFor(unsigned long microseconds, bool& killed) const;
  /// What it is now is one of the states that it may be in; behind "done" the last, behind "refused" the first.
  void addState();
  void check(const QByteArray& said, bool happened, ChangeTally& tally) const;

  QString path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }
  const std::vector<std::string>& states() const { return m_states; }
  static std::string childrenOf(const std::string& content);

 private:
  /// All of its schema and rows. Opens it as the next start does, which puts a file in order that was left in the middle.
  std::string content(ChangeTally* tally = nullptr) const;

  QTemporaryDir m_folder;
  QString m_program;
  QStringList m_words;
  std::vector<const char*> m_contents;
  std::vector<std::string> m_states;
};

}  // namespace joinery::test
