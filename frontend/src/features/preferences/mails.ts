// The mails that one can do without: those that workers/notify/notice.cpp lets be switched off. A test compares.
export const mails: readonly { kind: string; title: string; about: string }[] = [
  {
    kind: "new_device",
    title: "A new device signed in",
    about: "When your account is used by a device that it has not been used with before.",
  },
  { kind: "role_changed", title: "Your role was changed", about: "When somebody gives you another role in a tenant." },
  {
    kind: "budget_alert",
    title: "A budget reached a threshold",
    about: "When a tenant in which you are an owner, admin or billing has used so much of a budget.",
  },
];
