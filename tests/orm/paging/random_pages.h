// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "paged_database.h"

namespace joinery::test {

/// Makes a random table and compares all its pages, before and after the scan, with LIMIT and OFFSET.
/// @param prefix before tables' names in statements
void compareRandomPages(PagedDatabase& database, const std::string& prefix, quint32 seed);

}  // namespace joinery::test
