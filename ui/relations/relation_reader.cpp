// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/relation_reader.h"

#include "moc_relation_reader.cpp"
