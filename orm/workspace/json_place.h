// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/core/json_place.h"
