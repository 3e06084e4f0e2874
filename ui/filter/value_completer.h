// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCompleter>

#include "orm/core/value_type.h"

class QLineEdit;
class QTreeView;

namespace joinery::ui {

class ValueSuggestions;

/// Offers what a column holds below a line as one types, or presses Down: values that begin so, with how many rows have them. In a list
/// it completes the last item. Accessible name "Suggestions". GUI thread.
class ValueCompleter : public QCompleter {
  Q_OBJECT
 public:
  enum class Takes { OneValue, List };
  /// A column, as ValueSuggestions knows it.
  struct Source {
    ValueSuggestions* suggestions = nullptr;
    std::string model, attribute;
  };
  /// @param line owns it
  ValueCompleter(Source source, Takes takes, const ValueType& type, QLineEdit* line);

 Q_SIGNALS:
  /// The line has the value that was chosen.
  void chosen();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void ask();
  void offer();
  void take(const QModelIndex& index);
  /// Where the item begins that is being typed.
  qsizetype itemStart() const;
  Source m_source;
  Takes m_takes;
  ValueType m_type;
  QLineEdit* m_line;
  QTreeView* m_list;
  bool m_isAsked = false;
};

}  // namespace joinery::ui
