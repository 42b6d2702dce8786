"""Named checks: the closed vocabulary a programme may use (design §4). One module a noun; each check reads as a fact."""
