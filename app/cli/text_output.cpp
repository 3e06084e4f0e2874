// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/text_output.h"

#include "app/cli/output.h"
#include "orm/core/output_file.h"

namespace joinery::cli {

void writeText(const std::string& path, const std::string& text) {
  if (path == "-") return print(text);
  OutputFile file(path);
  file.write(text);
  file.commit();
}

}  // namespace joinery::cli
