"""What must be true. `missing` says what each section still lacks; `who` who may act; `needs` puts both to a step."""
