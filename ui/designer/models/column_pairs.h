// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWidget>
#include <string>
#include <vector>

namespace joinery::ui {

/// Columns of two models that hold the same, pair by pair, to be chosen. GUI thread.
class ColumnPairs : public QWidget {
  Q_OBJECT
 public:
  explicit ColumnPairs(QWidget* parent);

  /// What there is to choose from on both sides, and what is chosen. @pre as many of both, at least one
  void setPairs(const QStringList& ownNames, const QStringList& targetNames, const std::vector<std::string>& own, const std::vector<std::string>& target);
  std::vector<std::string> own() const { return chosen(&Pair::own); }
  std::vector<std::string> target() const { return chosen(&Pair::target); }
  void addPair();
  void removePair();

 Q_SIGNALS:
  /// A person chose another.
  void changed();

 private:
  struct Pair {
    QWidget* line;
    QComboBox *own, *target;
  };
  void append(const QString& own, const QString& target);
  void updateButtons();
  std::vector<std::string> chosen(QComboBox* Pair::* side) const;
  QStringList m_ownNames, m_targetNames;
  std::vector<Pair> m_pairs;
  QVBoxLayout* m_lines;
  QToolButton *m_add, *m_remove;
};

}  // namespace joinery::ui
