// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/remembered_columns.h"

#include <QSettings>
#include <QUrl>

#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// A part of a setting's name: slashes would make folders of it.
QString settingPart(const std::string& text) { return QString::fromLatin1(QUrl::toPercentEncoding(toQString(text))); }

}  // namespace

RememberedColumns::RememberedColumns(const Url& url, const std::string& model) {
  if (url.isMemory()) return;
  Url withoutPassword = url;
  withoutPassword.password = Secret();
  m_setting = QStringLiteral("columns/%1/%2").arg(settingPart(withoutPassword.toString()), settingPart(model));
}

ColumnLayout RememberedColumns::read() const {
  if (m_setting.isEmpty()) return {};
  const std::string text = toStdString(QSettings().value(m_setting).toString());
  return ColumnLayout::fromJson(Json::parse(text, nullptr, false));
}

void RememberedColumns::write(const ColumnLayout& layout) const {
  if (!m_setting.isEmpty()) QSettings().setValue(m_setting, toQString(layout.toJson().dump()));
}

void RememberedColumns::forget() const {
  if (!m_setting.isEmpty()) QSettings().remove(m_setting);
}

}  // namespace joinery::ui
