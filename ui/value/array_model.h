// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>

#include "ui/value/array_text.h"
#include "ui/value/editable_text.h"

namespace joinery::ui {

/// The elements of an array as a list: NULL grey and italic, an array within it as its text. What is typed is read as editors spell it
/// (editable_text.h). GUI thread.
class ArrayModel : public QAbstractListModel {
  Q_OBJECT
 public:
  /// A longer element is edited in the array's own text.
  static constexpr std::size_t kLongestEdited = 10'000;

  using QAbstractListModel::QAbstractListModel;
  /// Nothing is changed by that.
  void setArray(const ArrayText& array);
  /// The array as it is now; the same text where nothing was changed.
  std::string text() const { return m_array.withElements(m_elements); }
  void insert(int row, const ArrayText::Element& element);
  void setElement(int row, const ArrayText::Element& element);
  void remove(int row);
  /// To the place of the one before or behind it. @param by -1 or 1
  void move(int row, int by);
  const ArrayText::Element& element(int row) const { return m_elements[static_cast<std::size_t>(row)]; }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 Q_SIGNALS:
  /// By a person: text() is another now.
  void changed();

 private:
  QVariant shownAs(const ArrayText::Element& element, int role) const;
  ArrayText m_array;
  std::vector<ArrayText::Element> m_elements;
};

}  // namespace joinery::ui
