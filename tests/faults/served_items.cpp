// SPDX-License-Identifier: GPL-3.0-or-later
#include "served_items.h"

namespace joinery::test {

void ServedItems::serve(const QStringList& settings) {
  if (!PrivateServer::isInstalled()) return;
  m_server = std::make_unique<PrivateServer>(settings);
  m_server->start();
  m_proxy = std::make_unique<WireProxy>(m_server->socket());
  m_items = std::make_unique<ItemDatabase>(m_server->url(), m_server->url(m_proxy->folder()));
}

void ServedItems::stopServing() {
  m_items.reset();
  m_proxy.reset();
  m_server.reset();
}

int ServedItems::written(int number) const { return std::stoi(m_server->cell(ItemDatabase::countOf(number))); }

}  // namespace joinery::test
