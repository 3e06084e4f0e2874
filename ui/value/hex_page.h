// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <string>

#include "ui/value/hex_search_bar.h"
#include "ui/value/hex_view.h"

class QToolButton;

namespace joinery::ui {

class PlainLabel;

/// The bytes of a value to look at and to edit: the hex view, where its cursor stands, and a bar to go to offsets and to find bytes. GUI
/// thread.
class HexPage : public QWidget {
  Q_OBJECT
 public:
  explicit HexPage(QWidget* parent = nullptr);
  enum class Editing { Allowed, Refused };
  /// The cursor and what can be undone stay where the bytes are those that are here.
  void setValue(std::shared_ptr<const Value> value, Editing editing);
  /// To be read only. @param source null: nothing to show
  void setSource(std::unique_ptr<ByteSource> source);
  HexView* view() const { return m_view; }
  bool isEditable() const { return m_view->edited() != nullptr; }
  bool isModified() const { return isEditable() && m_view->edited()->isModified(); }
  /// @pre isEditable()
  std::string bytes() const { return std::string(m_view->edited()->bytes()); }
  /// Taken over: not modified any more, where the value has these bytes.
  void settle(const Value& value);

 Q_SIGNALS:
  /// The bytes were edited, or count as not modified now.
  void edited();

 private:
  void takeForTheValue(std::shared_ptr<const Value> value);
  void say(const QString& text);
  void showPlace();
  void find(const std::string& wanted, HexSearchBar::Direction direction);
  HexView* m_view;
  HexSearchBar* m_search;
  PlainLabel* m_place;
  QToolButton *m_inserts, *m_find;
  std::string m_found;  ///< what was looked for last
};

}  // namespace joinery::ui
