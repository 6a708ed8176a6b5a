"""Goal lists (達成目標一覧表): from a ruled table over pages to rows."""
