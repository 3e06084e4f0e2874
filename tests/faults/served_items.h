// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <memory>

#include "item_database.h"
#include "private_server.h"
#include "wire_proxy.h"

namespace joinery::test {

/// What tests begin with that break a server: one of their own, the proxy before it, and the tables that the program sees through that.
class ServedItems {
 protected:
  /// Makes all three; nothing where no server is installed. @param settings lines of postgresql.conf
  void serve(const QStringList& settings = {});
  void stopServing();
  bool isServed() const { return m_items != nullptr; }
  /// Rows of changesOf(number) that are there, past the proxy: 0 or 3.
  int written(int number) const;

  std::unique_ptr<PrivateServer> m_server;
  std::unique_ptr<WireProxy> m_proxy;
  std::unique_ptr<ItemDatabase> m_items;
  int m_number = 0;  ///< of the last changes
};

}  // namespace joinery::test
