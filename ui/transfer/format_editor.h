// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "orm/transfer/transfer_format.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;

namespace joinery::ui {

/// How rows stand in a file: the format, and for CSV and TSV what stands between and around cells, for NULL and at the ends of rows. What
/// a format has not is hidden.
class FormatEditor : public QWidget {
  Q_OBJECT
 public:
  enum class Purpose { Read, Write };
  explicit FormatEditor(Purpose purpose, QWidget* parent = nullptr);

  /// Says changed() once.
  void set(TransferFormat format, const DelimitedOptions& delimited);
  /// With the format's usual options.
  void setFormat(TransferFormat format);
  TransferFormat format() const;
  DelimitedOptions delimited() const;
  /// Fields of others in the same columns: above these, one below the other, or below them.
  enum class Place { Above, Below };
  void addRow(Place place, const QString& label, QWidget* field);
  void setRowVisible(QWidget* field, bool visible);

 Q_SIGNALS:
  void changed();

 private:
  void addFields();
  void fill(const DelimitedOptions& delimited);
  void showFields();
  const Purpose m_purpose;
  QFormLayout* m_form;
  QComboBox *m_format, *m_delimiter, *m_quote, *m_lineEnd;
  QLineEdit* m_null;
  QCheckBox *m_header, *m_escapes;
  int m_above = 0;
  bool m_isFilling = false;
};

/// "CSV", "JSON Lines" …
QString formatText(TransferFormat format);
/// "CSV (*.csv)" of what can be read or written, for a file dialog.
QStringList formatFilters(FormatEditor::Purpose purpose);

}  // namespace joinery::ui
