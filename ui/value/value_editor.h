// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>
#include <memory>
#include <optional>

#include "orm/core/result.h"
#include "orm/model/registry.h"
#include "ui/connections/database.h"
#include "ui/value/editable_text.h"

class QMenu;

namespace joinery::ui {

/// The column whose values an editor is for.
struct EditedColumn {
  Database* database = nullptr;  ///< to search rows of; null: nothing is searched
  std::shared_ptr<const Registry> registry = {};
  const Model* model = nullptr;
  const Attribute* attribute = nullptr;
};

/// An editor of one value, the same in a grid's cell, a line of a form and the value viewer. What nobody changed is given back as the value
/// that was shown, whatever the editor can spell. There is one class for each kind of value; makeValueEditor() chooses it. GUI thread;
/// never waits.
class ValueEditor : public QWidget {
  Q_OBJECT
 public:
  /// Shows a value: nothing is modified then.
  void setValue(const Value& value);
  /// Nothing is known of the value but that text: what the database will fill, a reference. Modified by typing over it.
  void setUnknown(const QString& placeholder);
  /// Shows another value as the person's own edit: NULL, a default, one that was chosen.
  void put(const Value& value);
  /// Whether a person changed something: what was typed and taken back is no change.
  bool isModified() const;
  /// What is shown now; the same value where nothing was changed. @return DbError Data for a text that does not fit the column
  Result<Value> value() const;
  /// What goes with the value into other columns of the row: the rest of a key of several columns that was chosen.
  using Along = std::vector<std::pair<const Attribute*, Value>>;
  virtual Along along() const { return {}; }
  /// As typed, to be put back later.
  QString draft() const { return inputText(); }
  void setDraft(const QString& text);
  /// Red, with the reason, until something is typed.
  void refuse(const QString& reason);
  bool isRefused() const { return !m_refusal.isEmpty(); }
  const QString& refusal() const { return m_refusal; }
  virtual void setReadOnly(bool isReadOnly) = 0;
  virtual bool isReadOnly() const = 0;
  /// The widget with the focus and the text, which bears the accessible name.
  virtual QWidget* input() const = 0;
  void setNames(const QString& objectName, const QString& accessibleName);
  /// What is told about the column, the value and why it can't be edited.
  void setDescription(const QString& description);
  /// Hands the keys and the loss of focus of the parts to that object as if they were this widget's: an item delegate.
  void setHost(QObject* host);
  /// Set NULL, set empty text, set default, as far as the column takes them; for a menu.
  void addActions(QMenu* menu);
  virtual void selectAll() = 0;
  /// The same value taken apart, for where there is room below the editor. @return null where there is no such thing
  virtual QWidget* makeDetails(QWidget*) { return nullptr; }
  /// The height it is best given over a grid's cell, 0: the cell's.
  virtual int heightInGrid() const { return 0; }
  const EditedColumn& column() const { return m_column; }
  const Value& original() const { return m_original; }

 Q_SIGNALS:
  /// Something was typed, chosen or put.
  void edited();
  /// Return, or the focus went elsewhere.
  void finished();
  /// The column's default was chosen, and only the database can make it.
  void defaultWanted();

 protected:
  ValueEditor(EditedColumn column, QWidget* parent);
  const schema::Column& schemaColumn() const { return m_column.attribute->column; }
  /// Watches a part: its keys and its focus.
  void watch(QWidget* part);
  void typed();
  TextSpelling spelling() const { return m_spelling; }
  bool eventFilter(QObject* watched, QEvent* event) override;
  bool event(QEvent* event) override;

  virtual TextLines lines() const { return TextLines::One; }
  virtual QString inputText() const = 0;
  virtual void setInputText(const QString& text, const QString& placeholder) = 0;
  /// The value as the editor spells it, and back.
  virtual QString spell(const Value& value);
  virtual Result<Value> read(const QString& text) const;
  virtual void restyle(bool isRefused) = 0;
  /// What restyle() gives the part with the text.
  QPalette inputPalette(bool isRefused) const;
  virtual void describe(const QString& description) = 0;
  /// A value came in: what goes along with it.
  virtual void valueShown(const Value&) {}

 private:
  void showText(const Value& value);
  EditedColumn m_column;
  Value m_original;
  std::optional<Value> m_put;
  bool m_isUnknown = false, m_wasTyped = false;
  TextSpelling m_spelling = TextSpelling::AsItStands;
  QString m_shown;  ///< the text of the original, or of what was put
  QString m_refusal;
  QString m_description;
  QPointer<QObject> m_host;
};

/// The kinds of editors.
enum class EditorKind {
  Line,       ///< one line: numbers, texts, UUIDs, intervals, ranges, and all that has no editor of its own
  Choice,     ///< a line with the values that there are: booleans, enums
  Moment,     ///< a line with a calendar: dates and times
  Reference,  ///< a line with the rows that a foreign key may refer to, by their labels
  Array,      ///< a line with the list of its elements
  Lines,      ///< several lines: texts with line ends, JSON, XML
  Bytes,      ///< a line of hex digits
  None,       ///< too much for an editor among others: the value viewer's work
};

/// The one that suits a value of that column. Looks at the type, then at the value.
EditorKind editorKindOf(const EditedColumn& column, const Value& value);
/// An editor of that kind. @pre kind != None
ValueEditor* makeValueEditor(EditorKind kind, const EditedColumn& column, QWidget* parent);

}  // namespace joinery::ui
