// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tab_page.h"

#include "moc_tab_page.cpp"
