// What mails say: one layout, and texts by kind and language in workers/notify/texts, which travel inside the program.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include <weir/contract/json_schema.hpp>

namespace weir::notify {

using contract::embedded_file;
std::span<const embedded_file> embedded_texts();  // de, en, mail

using mail_facts = std::map<std::string, std::string, std::less<>>;  // name of a placeholder → what stands there

struct rendered_mail {
  std::string subject;
  std::string text;
  std::string html;
};

// "de-AT" → "de"; a language without texts → "en".
std::string_view language_of(std::string_view locale);

// Languages that have texts.
std::span<const std::string_view> languages();

// `link`: with its token, or empty. Facts come from people: each is one line of at most 100 characters without controls
// and marks of direction, and escaped in HTML. A fact that is missing is described. `kind` has a row in notice_rules().
// `unsubscribe`: of the page that switches this kind off, or empty.
rendered_mail render_mail(std::string_view kind, std::string_view locale, const mail_facts& facts,
                          std::string_view link, std::string_view unsubscribe = {});

}  // namespace weir::notify
